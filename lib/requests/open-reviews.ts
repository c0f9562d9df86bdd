import "server-only";
import type { Bundle } from "@/lib/contract/bundle";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import { db } from "@/lib/platform/db";
import { belowRequest } from "@/lib/platform/scope";
import { undecidedAmong } from "@/lib/records/undecided";
import type { OwnRequest } from "@/lib/requests/load";
import type { SealedKind } from "@/lib/vault/sealed";

/**
 * On what ground the workings of a review stay out of an answer while nobody has decided it: they would tell how fraud
 * is found, and warn whoever is looked at. Plain data: a change of law is a change here. The ground is said alike to
 * everybody whose review is open, so that it tells nobody of a suspicion report.
 */
const grounds: Readonly<Record<JurisdictionId, string>> = {
  gdpr: "GDPR Art. 15(4) and Art. 23(1)(d) with the law made under it; Directive (EU) 2015/849 Art. 39 where it applies",
  uk_gdpr:
    "UK GDPR Art. 15(4); Data Protection Act 2018 Sch. 2 para. 2; Proceeds of Crime Act 2002 s. 333A where it applies",
  ccpa: "Cal. Civ. Code § 1798.145(a)",
};

const what = "fraud signals, scores and thresholds of checks, notes and the course of the review";

/** What is withheld of an open review and on which ground, in words. */
export const openReviewWords = (law: JurisdictionId): string => `${what} (${grounds[law]})`;

/** The accepted sessions whose open reviews a request's answer does not tell of. Once a case is decided it is none. */
export async function withheldReviews(request: OwnRequest): Promise<Set<string>> {
  if (request.tellsOpenReviews) return new Set();
  return openReviews(request);
}

/** The accepted sessions of a request whose review case is open. */
export async function openReviews(request: OwnRequest): Promise<Set<string>> {
  const accepted = await db.requestMatch.findMany({
    where: { ...belowRequest(request), state: "accepted" },
    select: { sessionPk: true, session: { select: { id: true } } },
  });
  const open = await undecidedAmong(
    db,
    request,
    accepted.map(({ sessionPk }) => sessionPk),
  );
  return new Set(accepted.filter(({ sessionPk }) => open.has(sessionPk)).map(({ session }) => session.id));
}

/** An export without the workings of a review that is open; it says what is missing and why. */
export function withoutReview(bundle: Bundle, law: JurisdictionId): Bundle {
  const { review_case: found } = bundle;
  return {
    ...bundle,
    review_case: found && {
      id: found.id,
      session_id: found.session_id,
      status: found.status,
      created_at: found.created_at,
    },
    case_notes: [],
    fraud_signals: [],
    ...(bundle.verifications && {
      verifications: bundle.verifications.map(({ policy, attempt, status, created_at, completed_at }) => ({
        policy,
        attempt,
        status,
        details: null,
        created_at,
        completed_at,
      })),
    }),
    withheld: [openReviewWords(law)],
  };
}

/** What of a session is part of the workings of its review, among what is sealed. */
export const isOfReview = (kind: SealedKind): boolean =>
  (["note", "signal", "check", "snapshot", "reviewCase"] as SealedKind[]).includes(kind);
