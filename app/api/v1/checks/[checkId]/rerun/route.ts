import { apiRoute } from "@/lib/http/api-route";
import { checkParams } from "@/lib/screening/schema";
import { rerunCheck } from "@/lib/screening-checks/rerun";
import { apiCheckDto } from "@/lib/screening-checks/schema";

export const POST = apiRoute({
  summary: "Run a screening check again",
  params: checkParams,
  response: apiCheckDto,
  errors: [409],
  handler: ({ actor, params }) => rerunCheck(actor, params),
});
