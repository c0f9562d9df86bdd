import { sessionParams } from "@/lib/contract/session-id";
import { showDocuments } from "@/lib/documents/read";
import { documentList } from "@/lib/documents/schema";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Show the images of a session to a member who has not claimed its case",
  params: sessionParams,
  response: documentList,
  isPersonal: true,
  handler: ({ actor, params }) => showDocuments(actor, params),
});
