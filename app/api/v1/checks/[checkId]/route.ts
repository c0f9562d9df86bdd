import { apiRoute } from "@/lib/http/api-route";
import { checkParams } from "@/lib/screening/schema";
import { getApiCheck } from "@/lib/screening-checks/read";
import { apiCheckDetailDto } from "@/lib/screening-checks/schema";

export const GET = apiRoute({
  summary: "Get a screening check with its hits",
  params: checkParams,
  response: apiCheckDetailDto,
  handler: ({ actor, params }) => getApiCheck(actor, params),
});
