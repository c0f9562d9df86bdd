import { apiRoute } from "@/lib/http/api-route";
import { assignRequest } from "@/lib/register/assign";
import { assignRequestInput } from "@/lib/register/schema";
import { requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Assign a data-subject request",
  params: requestParams,
  body: assignRequestInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => assignRequest(actor, { ...params, ...body }),
});
