import { uploadDocument } from "@/lib/captures/documents";
import { uploadedDto } from "@/lib/captures/schema";
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

export const POST = apiRoute({
  summary: "Upload a document of a session",
  params: sessionParams,
  form: {
    needs: "documents:upload",
    parts: {
      file: "JPEG, PNG, WebP or PDF, at most 10 MB. What counts is its content, not its name.",
      document_type: "id_front, id_back, selfie or proof_of_address. It replaces the one of the same type.",
      poa_document_type: "Of a proof_of_address: what it is, such as utility_bill.",
      poa_document_date: "Of a proof_of_address: the day it is from, as YYYY-MM-DD.",
    },
  },
  response: uploadedDto,
  status: 201,
  errors: [409, 413, 422],
  handler: ({ actor, params, form }) => uploadDocument(actor, { ...params, form }),
});
