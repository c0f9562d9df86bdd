import { z } from "zod";
import { sessionId } from "@/lib/contract/session-id";

export const docType = z
  .string()
  .min(1)
  .max(64)
  .meta({ description: "id_front, id_back, selfie, proof_of_address, …" });
export const documentParams = z.object({ sessionId, docType });

/** The query of a signed URL. */
export const signedUrlQuery = z.object({
  expires: z.string().meta({ description: "Unix second after which the URL is refused." }),
  scope: z.string(),
  issuer: z.string().meta({
    description:
      "The API key or member that the URL was created for. The URL stops working when they lose access.",
  }),
  variant: z.string().optional(),
  purpose: z.string().optional(),
  sig: z.string().meta({ description: "HMAC-SHA-256 in hexadecimal." }),
});

/** A document as the contract lists it; the fields after `expiresIn` are our own. */
export const documentDto = z.object({
  docType: z.string(),
  mimeType: z.string().nullable(),
  url: z.string().nullable().meta({
    description: "Null for a member who has not claimed the case, until they show the images.",
  }),
  expiresIn: z.int(),
  id: z.string(),
  documentType: z.string().nullable(),
  page: z.string().nullable(),
  sizeBytes: z.int().nullable(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  capturedAt: z.string().nullable(),
  isAvailable: z
    .boolean()
    .meta({ description: "False if the source sent no image; the URL then answers 404." }),
  thumbnailUrl: z.string().nullable(),
});
export type DocumentDto = z.infer<typeof documentDto>;
export const documentList = z.object({ data: z.array(documentDto) });

/** A machine readable zone as the desk shows it. */
export const mrzDto = z.object({
  format: z
    .string()
    .nullable()
    .meta({ description: "Format of the zone; null if a zone is present and cannot be read." }),
  isValid: z.boolean(),
  checks: z.array(z.object({ field: z.string(), isValid: z.boolean() })),
  lines: z.array(z.string()),
});

export const expiryStates = [
  "valid",
  "expires_soon",
  "expired",
  "no_expiry",
  "unreadable",
  "unknown",
] as const;
export const expiryDto = z.object({
  state: z.enum(expiryStates).meta({
    description:
      "`unknown`: no source has a date. `unreadable`: a date is present and cannot be read, or can be read in several ways.",
  }),
  detail: z.string().nullable(),
});
