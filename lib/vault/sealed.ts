import type { BundleExtractedData } from "@/lib/contract/bundle";

type Extra = Record<string, unknown> | undefined;

/** What each row's `sealed` column holds. All of it is personal, or may be; see the field map. */
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
    /** What was extracted, of the fields that somebody here corrected. */
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
    /** What a rejection asks for, for whoever gives the second opinion. */
    rejection?: { reasonCode?: string; addToBlocklist?: boolean | readonly string[] };
    before: unknown;
  };
  listEntry: { value: string };
  note: { content?: string | null; extra?: Extra };
  link: { captureUrl?: string | null };
  request: SealedRequest;
  package: { password: string };
  requestMatch: { reason: string; evidence?: string; fields?: string[] };
  requestMark: SealedMark;
  delivery: { lastError?: string | null; extra?: Extra };
};
/** Who asks, in what words, and why it was extended, refused or paused. */
export type SealedRequest = {
  requester: Partial<Record<RequesterField, string>>;
  details?: string;
  reasons?: {
    extension?: string;
    pause?: string;
    closing?: string;
    telling?: string;
    restriction?: string;
    lifting?: string;
  };
  /** Who got the answer, and where. */
  deliveredTo?: string;
};

/** What of a remark stays out of an answer. Without the remark itself, places in its text say nothing. */
export type SealedMark = {
  /** SHA-256 of the text that was marked, in hex; another text is another remark. */
  text: string;
  whole?: string;
  passages?: { from: number; to: number; ground: string }[];
  isSuspicion?: boolean;
};

/** What a requester may be known by. */
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
