import { apiRoute } from "@/lib/http/api-route";
import { setLanguage } from "@/lib/requests/language";
import { languageInput, requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Set the language of letters and messages to the requester",
  params: requestParams,
  body: languageInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => setLanguage(actor, { ...params, ...body }),
});
