import "server-only";
import type { Bundle } from "@/lib/contract/bundle";
import type { LetterLanguage } from "@/lib/contract/vocabulary";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import { phrase } from "@/lib/letters/phrases";
import { db } from "@/lib/platform/db";
import { belowRequest } from "@/lib/platform/scope";
import { undecidedAmong } from "@/lib/records/undecided";
import type { OwnRequest } from "@/lib/requests/load";
import type { DamagedKind } from "@/lib/vault/cipher";

/**
 * The grounds for withholding an open review from an answer: it would reveal how fraud is found, and warn its
 * subject. The same ground is given to everyone whose review is open, so that it reveals no suspicion report. Plain
 * data: to follow a change of law, change this table.
 */
const grounds: Readonly<Record<JurisdictionId, string>> = {
  gdpr: "GDPR Art. 15(4) and Art. 23(1)(d) with the law made under it; Directive (EU) 2015/849 Art. 39 where it applies",
  uk_gdpr:
    "UK GDPR Art. 15(4); Data Protection Act 2018 Sch. 2 para. 2; Proceeds of Crime Act 2002 s. 333A where it applies",
  ccpa: "Cal. Civ. Code § 1798.145(a)",
};

const what =
  "fraud signals, scores and thresholds of checks, notes, the course of the review, and the verification vendor’s own answer where one is stored";

/** Says in words what is withheld of an open review, and on which ground. */
export const openReviewWords = (law: JurisdictionId, language: LetterLanguage = "en"): string =>
  `${phrase(what, language)} (${grounds[law]})`;

/** Returns the accepted sessions whose open reviews the answer withholds. A decided case is not withheld. */
export async function withheldReviews(request: OwnRequest): Promise<Set<string>> {
  if (request.tellsOpenReviews) return new Set();
  return openReviews(request);
}

/** Returns the accepted sessions of a request whose review case is open. */
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

/** Removes an open review from an export, and says what is missing and why. */
export function withoutReview(bundle: Bundle, law: JurisdictionId): Bundle {
  const { review_case: found, workflow_runs: _, ...rest } = bundle;
  return {
    ...rest,
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

/** Returns whether a kind of sealed data belongs to the review of a session. */
export const isOfReview = (kind: DamagedKind): boolean =>
  (["note", "secondLook", "signal", "check", "snapshot", "reviewCase"] as DamagedKind[]).includes(kind);
