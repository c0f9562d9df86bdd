import { type CaptureActor, completeCapture } from "@/lib/captures/complete";
import { captureQuery, completedDto, completeInput } from "@/lib/captures/schema";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Complete and submit the capture of this browser",
  door: "capture",
  query: captureQuery,
  body: completeInput,
  response: completedDto,
  isPersonal: true,
  handler: ({ actor, body }: { actor: CaptureActor; body: Parameters<typeof completeCapture>[1] }) =>
    completeCapture(actor, body),
});
