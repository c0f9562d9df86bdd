import type { ResultStatus, SessionStatus } from "@/lib/contract/vocabulary";
import { alpha2Of } from "@/lib/format/issuer";
import { digest } from "@/lib/platform/crypto";
import type { MappingFacts } from "@/lib/vendors/adapter";
import { isStorable, oneLine, present, within } from "@/lib/vendors/fields";

/** How a session stands at a vendor, in our words. */
export const outcomes = [
  "pending",
  "processing",
  "approved",
  "rejected",
  "needs_review",
  "expired",
  "failed",
] as const;
export type Outcome = (typeof outcomes)[number];

const standings: Record<Outcome, { session: SessionStatus; result: ResultStatus | null }> = {
  pending: { session: "pending", result: null },
  processing: { session: "processing", result: null },
  approved: { session: "completed", result: "approved" },
  rejected: { session: "completed", result: "rejected" },
  needs_review: { session: "under_review", result: "needs_review" },
  expired: { session: "expired", result: null },
  failed: { session: "failed", result: null },
};

export type CheckStatus = "passed" | "failed" | "skipped" | "error" | "pending";
/** A check that a vendor ran, or says that it did not run. */
export type VendorCheck = {
  policy: string;
  status: CheckStatus;
  score?: number | null;
  threshold?: number | null;
  details?: Record<string, unknown>;
};

/** An image of a vendor. `name` tells it from the others of the session, and never changes. */
export type VendorImage = {
  name: string;
  /** What it shows: a kind of document, `selfie`, `portrait`, `signature`. */
  kind: string | null;
  page?: string | null;
  downloadUrl: string;
  /** Anything that changes with the image, where the rest of the session may stay the same. */
  version?: string | null;
};

/** A session of a vendor, read. {@link toBundle} writes it as a bundle. */
export type VendorSession = {
  vendor: string;
  id: string;
  vendorStatus: string;
  outcome: Outcome;
  createdAt: string | null;
  updatedAt: string | null;
  externalRef?: string | null;
  workflowId?: string | null;
  metadata?: Record<string, unknown> | null;
  /** The document's country: two or three letters. */
  country?: string | null;
  documentType?: string | null;
  tags?: readonly string[];
  /** What the applicant typed. */
  submitted?: Record<string, unknown>;
  /** What was read in the document. */
  extracted?: Record<string, unknown>;
  age?: number | null;
  agePassed?: boolean | null;
  facePassed?: boolean | null;
  faceScore?: number | null;
  rejectionReason?: string | null;
  checks?: readonly VendorCheck[];
  signals?: readonly { signalType: string; details: Record<string, unknown> }[];
  images?: readonly VendorImage[];
  /** The vendor has erased what it held. */
  isRedacted?: boolean;
  /** What else is kept with the session. */
  extra?: Record<string, unknown>;
};

/** Returns the id of an image: the same at every import, and another one in each session. */
export function documentIdOf(sessionId: string, name: string): string {
  const id = `${sessionId}/${name}`;
  if (/^[\x21-\x7e]{1,128}$/.test(id)) return id;
  return digest(id).toString("hex").slice(0, 40);
}

/** Returns a country's code as the contract spells it: two letters where the code is known. */
export const countryOf = (code: string | null | undefined): string | null =>
  alpha2Of(code) ?? within(oneLine(code)?.toUpperCase(), 3);

/**
 * Writes a session of a vendor as a bundle (`lib/contract/bundle.ts`), with every length within the contract's.
 * @param remarks receives a sentence for each value that the contract cannot hold
 */
export function toBundle(session: VendorSession, facts: MappingFacts, remarks: string[]): unknown {
  const standing = standings[session.outcome];
  const { endedAt: ended = null, changedAt } = facts;
  const endedAt = session.updatedAt ?? (ended ?? changedAt).toISOString();
  // A session that ended without a result has ended when it last changed.
  const hasOnlyEnded = session.outcome === "expired" || session.outcome === "failed";
  const updatedAt = hasOnlyEnded ? endedAt : (session.updatedAt ?? changedAt.toISOString());
  const began = session.createdAt ?? facts.firstSeenAt.toISOString();
  const at = { created_at: [began, updatedAt].toSorted()[0], updated_at: updatedAt };
  const own = {
    id: session.id,
    status: standing.session,
    is_sandbox: facts.environment === "sandbox",
    ...at,
  };
  const vendor = { name: session.vendor, status: session.vendorStatus };
  if (session.isRedacted) return { session: { ...own, retention_status: "redacted", vendor } };
  const metadata = session.metadata && isStorable(session.metadata) ? session.metadata : null;
  if (session.metadata && !metadata)
    remarks.push("The session's metadata are larger than 50 keys of 16 KB each, and were left out.");
  const externalRef = within(session.externalRef, 255);
  if (session.externalRef && !externalRef)
    remarks.push("The session's own reference is longer than 255 characters, and was left out.");
  const documentType = within(session.documentType, 64);
  return present({
    session: present({
      ...own,
      external_ref: externalRef,
      metadata,
      country: countryOf(session.country),
      workflow_id: within(session.workflowId, 128),
      document_type: documentType,
      tags: tagsOf(session.tags),
      fields: filled(session.submitted),
      ...session.extra,
      vendor: { ...vendor, ...Object(session.extra?.vendor) },
    }),
    result: standing.result && resultOf(session, standing.result, endedAt),
    documents: (session.images ?? []).map((image) => documentOf(session.id, image)),
    verifications: attemptsOf(session.checks ?? []),
    fraud_signals: (session.signals ?? []).map(({ signalType, details }) => ({
      signal_type: signalType.slice(0, 64),
      details,
    })),
  });
}

/** A check that a vendor ran several times is one check with several attempts. */
function attemptsOf(checks: readonly VendorCheck[]) {
  const counts = new Map<string, number>();
  return checks.map((check) => {
    const attempt = (counts.get(check.policy) ?? 0) + 1;
    counts.set(check.policy, attempt);
    return present({ ...check, details: check.details ?? {}, attempt });
  });
}

const filled = (given: Record<string, unknown> | undefined) => {
  const kept = present(given ?? {});
  return Object.keys(kept).length > 0 ? kept : null;
};

const tagsOf = (tags: readonly string[] | undefined) => {
  const kept = [...new Set(tags ?? [])].filter((tag) => tag.length <= 100).slice(0, 50);
  return kept.length > 0 ? kept : null;
};

function resultOf(session: VendorSession, status: ResultStatus, createdAt: string) {
  return present({
    session_id: session.id,
    status,
    created_at: createdAt,
    face_match_passed: session.facePassed,
    face_match_score: session.faceScore,
    age_check_passed: session.agePassed,
    extracted_age: session.age,
    extracted_data: present(session.extracted ?? {}),
    rejection_reason: session.rejectionReason,
    country_used: countryOf(session.country),
  });
}

const documentOf = (sessionId: string, { name, kind, page, downloadUrl, version }: VendorImage) =>
  present({
    id: documentIdOf(sessionId, name),
    document_type: within(kind, 64),
    page: within(page, 64),
    download_url: downloadUrl,
    vendor_version: version,
  });
