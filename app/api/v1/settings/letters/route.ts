import { apiRoute } from "@/lib/http/api-route";
import { getWording } from "@/lib/wordings/read";
import { wordingDto, wordingInput, wordingPlace } from "@/lib/wordings/schema";
import { saveWording } from "@/lib/wordings/write";

export const GET = apiRoute({
  summary: "Get the texts of a letter",
  query: wordingPlace,
  response: wordingDto,
  handler: ({ actor, query }) => getWording(actor, query),
});

export const PATCH = apiRoute({
  summary: "Change the texts of a letter",
  body: wordingInput,
  response: wordingDto,
  handler: ({ actor, body }) => saveWording(actor, body),
});
