import { apiRoute } from "@/lib/http/api-route";
import { letterList } from "@/lib/letters/kinds";
import { listLetters } from "@/lib/requests/letters";
import { requestParams } from "@/lib/requests/schema";

export const GET = apiRoute({
  summary: "List the letters of a request that were made",
  params: requestParams,
  response: letterList,
  handler: ({ actor, params }) => listLetters(actor, params),
});
