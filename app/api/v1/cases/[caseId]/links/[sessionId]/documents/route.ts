import { documentList } from "@/lib/documents/schema";
import { apiRoute } from "@/lib/http/api-route";
import { showLinkedDocuments } from "@/lib/links/read";
import { linkParams } from "@/lib/links/schema";

export const POST = apiRoute({
  summary: "Show the images of a session linked to a case",
  params: linkParams,
  response: documentList,
  isPersonal: true,
  handler: ({ actor, params }) => showLinkedDocuments(actor, params),
});
