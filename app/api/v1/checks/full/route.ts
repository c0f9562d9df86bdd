import { apiRoute } from "@/lib/http/api-route";
import { apiCheckList, fullCheckInput } from "@/lib/screening-checks/schema";
import { createFullCheck } from "@/lib/screening-checks/write";

export const POST = apiRoute({
  summary: "Run several screening checks",
  body: fullCheckInput,
  response: apiCheckList,
  status: 201,
  handler: ({ actor, body }) => createFullCheck(actor, body),
});
