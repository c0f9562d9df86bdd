import { recipientInput } from "@/lib/contract/recipients";
import { apiRoute } from "@/lib/http/api-route";
import { recordRecipient } from "@/lib/requests/recipients";
import { requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Record that a recipient was told of a change, or why it was not",
  params: requestParams,
  body: recipientInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => recordRecipient(actor, { ...params, ...body }),
});
