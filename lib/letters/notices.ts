import type { LetterKind } from "@/lib/contract/vocabulary";
import type { Day } from "@/lib/format/day";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import type { RequestKind } from "@/lib/law/kinds";
import type { LetterTexts } from "@/lib/letters/texts";

/** What became of one session of a rectification: the fields that were corrected, or why it stays as it is. */
export type Correction = { sessionId: string; fields: readonly string[] | null; reason: string };

/** What was done for a request, as letters tell it. */
export type NoticeFacts = {
  /** Empty until every session of a rectification is corrected or kept as it is. */
  corrections: readonly Correction[];
  /** The day on which the sessions were restricted; null when the request restricts none. */
  restrictedOn: Day | null;
  /** Why the restriction cannot be lifted now. */
  whyNotLift: string | null;
  /** Who received the data that was corrected, erased or restricted; null while none was. */
  recipients: readonly string[] | null;
};

export const nothingDone: NoticeFacts = {
  corrections: [],
  restrictedOn: null,
  whyNotLift: null,
  recipients: null,
};

/** Letters about what was done. They are written of closed requests too. */
const notices = ["rectified", "restricted", "lifting", "recipients"] as const satisfies readonly LetterKind[];
type Notice = (typeof notices)[number];

export const isNotice = (letter: LetterKind): letter is Notice =>
  (notices as readonly string[]).includes(letter);

type Told = { jurisdiction: JurisdictionId; kind: RequestKind; notices: NoticeFacts };

/** Returns why a letter about what was done would not be true, or null. */
export function whyNoNotice(letter: Notice, { jurisdiction, notices }: Told): string | null {
  const { corrections, restrictedOn, whyNotLift, recipients } = notices;
  if (letter === "rectified")
    return corrections.length > 0 ? null : "Correct every session, or keep it unchanged, first.";
  if (letter === "restricted") return restrictedOn ? null : "No session is restricted for this request.";
  if (jurisdiction === "ccpa") return "The law of this request knows no such letter.";
  if (letter === "recipients")
    return recipients
      ? null
      : "Nothing was corrected, erased or restricted that recipients could be told of.";
  return restrictedOn ? whyNotLift : "No session is restricted for this request.";
}

/**
 * Returns the rule that a letter about what was done rests on: GDPR and UK GDPR Art. 16, 18(1), 18(3) and 19; Cal. Civ.
 * Code § 1798.106 (correction) and § 1798.121 (limiting the use).
 */
export function articleOfNotice(letter: Notice, { jurisdiction, kind }: Told): string {
  const isCalifornian = jurisdiction === "ccpa";
  if (letter === "rectified") return isCalifornian ? "Cal. Civ. Code § 1798.106" : "16";
  if (letter === "restricted" && isCalifornian) return "Cal. Civ. Code § 1798.121";
  if (letter === "restricted") return kind === "objection" ? "18(1)(d)" : "18(1)";
  return letter === "lifting" ? "18(3)" : "19";
}

/** Lists the sentences of a letter about what was done, with names in braces. */
export function noticeSentences(letter: Notice, told: Told, texts: LetterTexts): string[] {
  const { corrections, recipients } = told.notices;
  if (letter === "rectified")
    return [
      ...(corrections.some(({ fields }) => fields) ? [texts.corrected] : []),
      ...(hasUnchanged(told) ? [texts.unchanged] : []),
    ];
  if (letter === "lifting") return [texts.lifting, texts.afterwards];
  if (letter === "recipients") return [recipients?.length ? texts.named : texts.unnamed];
  return [
    texts.restricted,
    ...(told.kind === "objection" ? [texts.examined] : []),
    ...(told.jurisdiction === "ccpa" ? [] : [texts.exceptions, texts.informing]),
  ];
}

const hasUnchanged = ({ notices }: Told) => notices.corrections.some(({ fields }) => !fields);

/** Whether a letter says where to complain: where a wish is not met in full, or a protection ends (Art. 12(4)). */
export const noticeHasRights = (letter: Notice, told: Told): boolean =>
  letter === "lifting" || (letter === "rectified" && hasUnchanged(told));
