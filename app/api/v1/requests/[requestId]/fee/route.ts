import { apiRoute } from "@/lib/http/api-route";
import { feeInput } from "@/lib/refusals/schema";
import { askForFee } from "@/lib/requests/fee";
import { requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Ask for a reasonable fee in place of a refusal",
  params: requestParams,
  body: feeInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => askForFee(actor, { ...params, ...body }),
});
