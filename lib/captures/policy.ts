import type { SessionStatus } from "@/lib/contract/vocabulary";
import type { Day } from "@/lib/format/day";

/** How long a capture token is valid, in minutes: the contract's 20. */
export const tokenMinutes = 20;
/** The longest validity that a link may be given, in minutes: seven days. */
export const mostLinkMinutes = 7 * 24 * 60;

/** How often an applicant may be sent their link again: the contract's five. */
export const mostResends = 5;

/** What the mails about a session's capture are found by. */
export const inviteOf = (environment: "live" | "sandbox", sessionId: string): string =>
  `invite/${environment}/${sessionId}`;

export const linkStatuses = ["active", "consumed", "expired", "revoked"] as const;
export type LinkStatus = (typeof linkStatuses)[number];

/** Returns the status of a link now: an active one whose time is over has expired, before a job writes it down. */
export const linkStatusAt = (link: { status: LinkStatus; expiresAt: Date }, now: Date): LinkStatus =>
  link.status === "active" && link.expiresAt <= now ? "expired" : link.status;

/** A session can be resumed after its token has expired, or when its applicant left (contract §2.1). */
export const isResumable = (status: SessionStatus): boolean =>
  status === "expired" || status === "pending" || status === "capturing";

/** A link is for a session that can still be captured, or resumed by it. Any other link would open a dead page. */
export const takesLinks = (status: SessionStatus): boolean => isResumable(status);

/** A session that a reviewer has to decide, or that has ended, does not expire. */
export const isExpirable = (status: SessionStatus): boolean =>
  !["under_review", "completed", "expired", "failed"].includes(status);

/**
 * How long a session waits for a decision of the organization's own system, or for a simulated outcome, in days. Then it
 * expires, so that its retention begins: nobody would ever end it.
 */
export const mostWaitingDays = 30;

/** An outcome can be simulated until a session has one. */
export const isSimulatable = isExpirable;

/** Returns the full years between a birth and a day. */
export function ageOn(born: Day, day: Day): number {
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4));
  return day.slice(5) < born.slice(5) ? years - 1 : years;
}

/** The documents of a capture, as the contract names them. */
export const captureDocuments = ["id_front", "id_back", "selfie", "proof_of_address"] as const;
export type CaptureDocument = (typeof captureDocuments)[number];

/** A session takes documents until it is submitted. */
export const takesDocuments = (status: SessionStatus): boolean =>
  status === "pending" || status === "capturing";

/**
 * Returns the documents that a session needs before it is submitted: the front; the back of a driver's licence, where
 * the classes and the barcode are; a selfie when faces are compared (contract §2.3, submit).
 */
export function neededDocuments(documentType: string | null, checks: readonly string[]): CaptureDocument[] {
  return [
    "id_front",
    ...(documentType === "drivers_license" ? (["id_back"] as const) : []),
    ...(checks.includes("face_match") ? (["selfie"] as const) : []),
    ...(checks.includes("proof_of_address_check") ? (["proof_of_address"] as const) : []),
  ];
}

/** The text that an applicant consents to. Another text gets another version, so that it stays clear who read which. */
export const consentVersion = "2026-11-30";

/** The documents that an applicant may show, as the contract names them. */
export const shownDocuments = ["passport", "national_id", "drivers_license", "residence_permit"] as const;

/** Whether a type of document has a back worth a picture. A passport has one page that counts. */
export const hasBack = (documentType: string): boolean => documentType !== "passport";

/** What the capture page asks for beside the pictures; the names are those of `fields`. */
export const askedFields = [
  "first_name",
  "last_name",
  "date_of_birth",
  "document_number",
  "document_expiration_date",
] as const;
export type AskedField = (typeof askedFields)[number];
