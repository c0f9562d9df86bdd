import type { BundleExtractedData } from "@/lib/contract/bundle";

type Extra = Record<string, unknown> | undefined;

/** The content of each row's `sealed` column. All of it is, or may be, personal; see the field map. */
export type Sealed = {
  session: {
    metadata?: Record<string, unknown> | null;
    consentIp?: string | null;
    captureUrl?: string | null;
    fields?: Record<string, unknown> | null;
    device?: Record<string, unknown> | null;
    extra?: Extra;
    /** Unknown sections of the bundle. */
    bundleExtra?: Extra;
  };
  result: {
    extractedData: BundleExtractedData;
    extractedAge?: number | null;
    rejectionReason?: string | null;
    /** The original values of extracted fields that a member corrected. */
    uncorrected?: Record<string, unknown>;
    extra?: Extra;
  };
  document: { extra?: Extra };
  check: { details?: unknown; extra?: Extra };
  signal: { details?: unknown; extra?: Extra };
  screeningCheck: { result?: Record<string, unknown> | null; extra?: Extra };
  screeningHit: { hit: Record<string, unknown> };
  reviewCase: {
    metadata?: Record<string, unknown>;
    customFields?: Record<string, unknown>;
    reason?: { escalation?: string; snooze?: string };
    extra?: Extra;
  };
  snapshot: {
    desk: unknown;
    notes?: string;
    rejectionReason?: string | null;
    /** The rejection proposed by a first decision, for the second reviewer. */
    rejection?: { reasonCode?: string; addToBlocklist?: boolean | readonly string[] };
    /** What the applicant was asked for. */
    resubmission?: { documents: readonly string[]; reason: string; message: string };
    before: unknown;
  };
  secondLook: { note: string };
  listEntry: { value: string };
  listMark: { notes: string };
  note: { content?: string | null; extra?: Extra };
  link: { captureUrl?: string | null };
  request: SealedRequest;
  package: { password: string };
  requestMatch: { reason: string; evidence?: string; fields?: string[] };
  requestMark: SealedMark;
  /** A PDF in base64, here and in a message. */
  requestLetter: { pdf: string };
  requestMessage: { to: string; subject: string; text: string; letter?: string };
  requestNote: { text: string };
  requestRecipient: { means?: string; reason?: string };
  delivery: { lastError?: string | null; extra?: Extra };
};
/** The requester, the wording of the request, and the reasons given for its extension, refusal, pause and so on. */
export type SealedRequest = {
  requester: Partial<Record<RequesterField, string>>;
  details?: string;
  /** Who asks on behalf of the requester. */
  agent?: { name: string; email?: string; phone?: string };
  reasons?: {
    extension?: string;
    /** Why proof of identity was awaited. */
    pause?: string;
    pauseScope?: string;
    pauseFee?: string;
    closing?: string;
    telling?: string;
    restriction?: string;
    lifting?: string;
    /** What the conclusion about an objection or a complaint is founded on. */
    conclusion?: string;
    /** What proved that the agent may ask. */
    authority?: string;
    reopening?: string;
    /** Why a part is answered later. */
    later?: string;
  };
  /** Why the request is refused, or should be: what was written down, and the reason for the requester. */
  refusal?: { facts: Record<string, string>; reason: string };
  /** The fee that was asked for in place of a refusal. */
  fee?: { ground: string; facts: Record<string, string>; amount: string; reason: string };
  /** The person and place that the answer was delivered to. */
  deliveredTo?: string;
};

/** What an answer omits of a remark. Positions in its text mean nothing without the remark. */
export type SealedMark = {
  /** SHA-256 of the marked text, in hex. The passages apply only to this text. */
  text: string;
  whole?: string;
  passages?: { from: number; to: number; ground: string }[];
  isSuspicion?: boolean;
};

/** The attributes of a requester. */
export const requesterFields = [
  "firstName",
  "lastName",
  "dateOfBirth",
  "email",
  "phone",
  "documentNumber",
  "externalRef",
] as const;
export type RequesterField = (typeof requesterFields)[number];

export type SealedKind = keyof Sealed;
