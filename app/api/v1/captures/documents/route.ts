import { addPicture, type CaptureActor } from "@/lib/captures/complete";
import { capturedDto, captureQuery } from "@/lib/captures/schema";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Add a picture to the capture of this browser",
  door: "capture",
  query: captureQuery,
  form: {
    needs: "captures:fill",
    room: "applicants",
    parts: {
      file: "JPEG, PNG, WebP or PDF, at most 10 MB.",
      document_type: "id_front, id_back, selfie or proof_of_address.",
    },
  },
  response: capturedDto,
  status: 201,
  errors: [409, 413, 422],
  isPersonal: true,
  handler: ({ actor, form }: { actor: CaptureActor; form: Parameters<typeof addPicture>[1] }) =>
    addPicture(actor, form),
});
