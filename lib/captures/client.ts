import { callApi, reach, toApiError } from "@/lib/browser/api-client";
import type { CaptureDocument } from "@/lib/captures/policy";
import type { CompleteInput, ConsentInput } from "@/lib/captures/schema";

const schemas = () => import("@/lib/captures/schema");

/** What the browser of an applicant does. The environment is the link's. */
export const captureActions = {
  open: async (body: ConsentInput) =>
    callApi("/captures/open", (await schemas()).consentedDto, { environment: "live", method: "POST", body }),
  /** @throws ApiError; Unreachable */
  upload: async (documentType: CaptureDocument, file: Blob, name: string): Promise<void> => {
    const body = new FormData();
    body.append("document_type", documentType);
    body.append("file", file, name);
    const response = await reach("/api/v1/captures/documents", { method: "POST", body });
    if (!response.ok) throw toApiError(response, await response.json().catch(() => null));
  },
  complete: async (body: CompleteInput) =>
    callApi("/captures/complete", (await schemas()).completedDto, {
      environment: "live",
      method: "POST",
      body,
    }),
};
