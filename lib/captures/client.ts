import { callApi, reach, toApiError } from "@/lib/browser/api-client";
import type { CaptureDocument } from "@/lib/captures/policy";
import type { CompleteInput, ConsentInput } from "@/lib/captures/schema";

const schemas = () => import("@/lib/captures/schema");

const ofLink = (link: string) => new URLSearchParams({ link }).toString();

/** What the browser of an applicant does. The environment is the link's. */
export const captureActions = {
  open: async (body: ConsentInput) =>
    callApi("/captures/open", (await schemas()).consentedDto, { environment: "live", method: "POST", body }),
  /** @throws ApiError; Unreachable */
  upload: async (linkId: string, documentType: CaptureDocument, file: Blob, name: string): Promise<void> => {
    const body = new FormData();
    body.append("document_type", documentType);
    body.append("file", file, name);
    const response = await reach(`/api/v1/captures/documents?${ofLink(linkId)}`, { method: "POST", body });
    if (!response.ok) throw toApiError(response, await response.json().catch(() => null));
  },
  complete: async (linkId: string, body: CompleteInput) =>
    callApi(`/captures/complete?${ofLink(linkId)}`, (await schemas()).completedDto, {
      environment: "live",
      method: "POST",
      body,
    }),
};
