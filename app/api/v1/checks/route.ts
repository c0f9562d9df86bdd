import { apiRoute } from "@/lib/http/api-route";
import { listApiChecks } from "@/lib/screening-checks/read";
import { apiCheckDto, apiCheckPage, checkListQuery, createCheckInput } from "@/lib/screening-checks/schema";
import { createCheck } from "@/lib/screening-checks/write";

export const GET = apiRoute({
  summary: "List screening checks",
  query: checkListQuery,
  response: apiCheckPage,
  handler: ({ actor, query }) => listApiChecks(actor, query),
});

export const POST = apiRoute({
  summary: "Run a screening check",
  body: createCheckInput,
  response: apiCheckDto,
  status: 201,
  handler: ({ actor, body }) => createCheck(actor, body),
});
