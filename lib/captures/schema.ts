import { z } from "zod";
import {
  captureDocuments,
  consentVersion,
  linkStatuses,
  mostLinkMinutes,
  shownDocuments,
  tokenMinutes,
} from "@/lib/captures/policy";
import { canonicalSession } from "@/lib/contract/aliases";
import { sessionMetadata } from "@/lib/contract/metadata";
import { eachOnce, mostTags, tag } from "@/lib/contract/tags";
import { sessionStatuses } from "@/lib/contract/vocabulary";
import { isMailAddress } from "@/lib/format/contact";
import { isStorable, storable } from "@/lib/format/text";
import { languages } from "@/lib/language/languages";

const instant = z.string().meta({ format: "date-time" });
/** A name in a mail: in one line, and without an address that a reader could open. */
const isPlainName = (name: string) => !/[\p{Cc}\p{Zl}\p{Zp}]|:\/\/|www\./iu.test(name);
const text = (most: number) => z.string().trim().min(1).max(most).refine(isStorable, storable);
/** A map of the customer's own values: any JSON, as many and as large as the contract allows. */
const ownValues = z
  .record(z.string().max(255), z.json())
  .refine((map) => sessionMetadata.safeParse(map).success, "at most 50 keys, with at most 16 KB each");

const given = z.object({
  externalRef: z.string().min(1).max(255).refine(isStorable, storable).nullish(),
  metadata: ownValues.nullish(),
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, "must be an ISO 3166-1 alpha-2 code")
    .transform((code) => code.toUpperCase())
    .nullish(),
  checks: z.array(text(64)).max(200).transform(eachOnce).nullish(),
  workflowId: text(128).nullish(),
  redirectUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullish(),
  fields: ownValues.nullish().meta({
    description: "Pre-filled data of the applicant, stored encrypted. Capture is not skipped.",
  }),
  tags: z
    .array(tag)
    .max(1000)
    .transform(eachOnce)
    .refine((tags) => tags.length <= mostTags, `at most ${mostTags} tags`)
    .nullish(),
  sendEmail: z.boolean().nullish().meta({
    description: "Sends the applicant the link, to `applicant_email` or `fields.email`.",
  }),
  applicantEmail: z.string().max(320).refine(isMailAddress, "must be a mail address").nullish(),
  applicantName: text(200).refine(isPlainName, "must be a name in one line, without a web address").nullish(),
});

const emailOf = ({ applicantEmail, fields }: Pick<z.output<typeof given>, "applicantEmail" | "fields">) =>
  applicantEmail ?? fields?.email;

const checked = given
  .refine(
    ({ applicantEmail, fields }) =>
      !applicantEmail || [undefined, applicantEmail].includes(fields?.email as string),
    {
      path: ["applicantEmail"],
      message: "must be fields.email, if both are given",
    },
  )
  .refine(
    (body) =>
      !body.sendEmail || (typeof emailOf(body) === "string" && isMailAddress(emailOf(body) as string)),
    {
      path: ["applicantEmail"],
      message: "must be a mail address, because send_email is true",
    },
  )
  // The address is the applicant's like any other pre-filled value: sealed, found and erased with them.
  .transform((body) => ({
    ...body,
    fields: body.applicantEmail ? { ...body.fields, email: body.applicantEmail } : body.fields,
  }));

/**
 * The body of a new session. Everything may be left out. Names of other platforms and the JSON:API envelope are
 * accepted, and what is unknown is ignored, so that a client which moves here need not change.
 */
export const createSessionInput = z.preprocess(canonicalSession, checked);
export type CreateSessionInput = z.infer<typeof checked>;

const captureUrl = z.string().nullable().meta({
  description: "Where the applicant captures. Null once its token has expired or was replaced.",
});
const qrCodeDataUrl = z
  .string()
  .nullable()
  .meta({ description: "`capture_url` as a QR code: a PNG data URL." });

export const createdSessionDto = z.object({
  id: z.string(),
  status: z.enum(sessionStatuses),
  captureUrl,
  isSandbox: z.boolean(),
  createdAt: instant,
  expiresAt: instant.nullable(),
  externalRef: z.string().nullable(),
  qrCodeDataUrl,
  tags: z.array(z.string()),
});
export type CreatedSessionDto = z.infer<typeof createdSessionDto>;

export const resumedDto = createdSessionDto.pick({
  id: true,
  status: true,
  captureUrl: true,
  expiresAt: true,
  qrCodeDataUrl: true,
});
export type ResumedDto = z.infer<typeof resumedDto>;

export const linkInput = z.strictObject({
  expiresInMinutes: z
    .int()
    .min(1)
    .max(mostLinkMinutes)
    .nullish()
    .meta({ description: `How long the link is valid; ${tokenMinutes} minutes if left out.` }),
});
export type LinkInput = z.infer<typeof linkInput>;

export const linkDto = z.object({
  id: z.string(),
  sessionId: z.string(),
  captureUrl: z.string().nullable().meta({
    description: "Of the active link. Null for every other one: only the digest of its token was stored.",
  }),
  status: z.enum(linkStatuses),
  expiresAt: instant,
  createdAt: instant,
  qrCodeDataUrl,
});
export type LinkDto = z.infer<typeof linkDto>;
export const linkList = z.object({ data: z.array(linkDto) });
export type LinkList = z.infer<typeof linkList>;

export const invitedDto = z.object({
  id: z.string(),
  invitesSent: z.int().meta({ description: "How often the link was sent, this time included." }),
});
export type InvitedDto = z.infer<typeof invitedDto>;

export const nothingInput = z.object({});

export const expiredDto = z.object({ id: z.string(), status: z.literal("expired"), expiredAt: instant });
export type ExpiredDto = z.infer<typeof expiredDto>;

export const simulateActions = ["approve", "decline", "require-review", "expire"] as const;
export type SimulateAction = (typeof simulateActions)[number];
export const simulateInput = z.strictObject({ action: z.enum(simulateActions) });
export const simulatedDto = z.object({
  id: z.string(),
  action: z.enum(simulateActions),
  status: z.enum(sessionStatuses),
  simulated: z.literal(true),
});
export type SimulatedDto = z.infer<typeof simulatedDto>;

/** The largest file of a document, in bytes: the contract's 10 MB. */
export const largestDocument = 10 * 1024 * 1024;

/** What an upload says of its file. */
export const uploadInput = z
  .object({
    documentType: z.enum(captureDocuments),
    poaDocumentType: text(64).optional(),
    poaDocumentDate: z.iso.date().optional(),
  })
  .refine(
    ({ documentType, poaDocumentType, poaDocumentDate }) =>
      documentType === "proof_of_address" || (!poaDocumentType && !poaDocumentDate),
    { path: ["poaDocumentType"], message: "belongs to a proof_of_address" },
  );

export const uploadedDto = z.object({
  id: z.string(),
  sessionId: z.string(),
  documentType: z.enum(captureDocuments),
  mimeType: z.string(),
  fileSizeBytes: z.int(),
  uploadSource: z.enum(["api", "capture"]),
  createdAt: instant,
  isReplaced: z.boolean().meta({ description: "Whether it took the place of a document of the same type." }),
});
export type UploadedDto = z.infer<typeof uploadedDto>;

export const submittedDto = z.object({
  id: z.string(),
  status: z.enum(sessionStatuses),
  isSandbox: z.boolean(),
  message: z.string(),
});
export type SubmittedDto = z.infer<typeof submittedDto>;

/** The consent of an applicant, with the text that they read. */
export const consentInput = z.strictObject({
  token: z.string().min(1).max(200),
  version: z.literal(consentVersion),
  language: z.enum(languages),
  attempt: z
    .string()
    .regex(/^[\w-]{16,64}$/, "must be 16 to 64 letters, digits, - or _")
    .meta({ description: "Random. The same attempt may ask again when its answer was lost." }),
});
/** Which capture a call of this browser belongs to. */
export const captureQuery = z.strictObject({ link: z.string().min(1).max(64) });
export type ConsentInput = z.infer<typeof consentInput>;
export const consentedDto = z.object({ until: instant });

const stated = (most: number) => text(most).refine(isPlainName, "must be text in one line");

/** What an applicant states beside the pictures. */
export const completeInput = z.strictObject({
  documentType: z.enum(shownDocuments),
  firstName: stated(200),
  lastName: stated(200),
  dateOfBirth: z.iso.date(),
  documentNumber: stated(64).optional(),
  documentExpirationDate: z.iso.date().optional(),
});
export type CompleteInput = z.infer<typeof completeInput>;
export const completedDto = z.object({ status: z.literal("received") });
export const capturedDto = uploadedDto.pick({ documentType: true, isReplaced: true });
