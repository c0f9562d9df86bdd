import { sessionParams } from "@/lib/contract/session-id";
import { listDocuments } from "@/lib/documents/read";
import { documentList } from "@/lib/documents/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "List document images with signed URLs",
  params: sessionParams,
  response: documentList,
  handler: ({ actor, params }) => listDocuments(actor, params),
});
