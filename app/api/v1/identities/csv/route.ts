import { apiRoute } from "@/lib/http/api-route";
import { attachment, StreamResponse } from "@/lib/http/stream-response";
import { exportIdentities } from "@/lib/identities/csv";
import { identityFilter } from "@/lib/identities/schema";

export const GET = apiRoute({
  summary: "Export identities as CSV",
  query: identityFilter,
  answers: "text/csv",
  handler: async ({ actor, query }) =>
    new StreamResponse(
      exportIdentities(actor, query),
      attachment("text/csv; charset=utf-8", "identities.csv"),
    ),
});
