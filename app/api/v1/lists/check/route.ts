import { apiRoute } from "@/lib/http/api-route";
import { checkSubject } from "@/lib/typed-lists/matches";
import { checkSubjectInput, listMatches } from "@/lib/typed-lists/schema";

export const POST = apiRoute({
  summary: "Ask the lists about values",
  body: checkSubjectInput,
  response: listMatches,
  isPersonal: true,
  isRepeatable: true,
  handler: ({ actor, body }) => checkSubject(actor, body),
});
