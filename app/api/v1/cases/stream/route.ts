import { streamQuery } from "@/lib/cases/inputs";
import { streamCases } from "@/lib/cases/stream";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Follow changes of cases as server-sent events",
  query: streamQuery,
  handler: async ({ actor }) => streamCases(actor),
});
