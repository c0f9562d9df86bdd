import type { LetterLanguage } from "@/lib/contract/vocabulary";
import { sentence } from "@/lib/format/words";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import { answerTexts } from "@/lib/letters/answer-texts";
import { citeArticle } from "@/lib/letters/cite";
import { filledIn } from "@/lib/letters/interim";
import { phrase } from "@/lib/letters/phrases";
import { terminalStatuses } from "@/lib/sessions/policy";

/** The facts about the decision on one session. */
export type DecisionFacts = {
  status: string;
  outcome: string | null;
  /** The mode that the source reported, such as `auto` or `manual`. */
  processingMode: string | null;
  /** The review case, if there is one. `decision` is null until a person decides. */
  review: { decision: string | null } | null;
};

export type Decider = "pending" | "nobody" | "person" | "checks" | "unknown";

const isOver = (status: string) => (terminalStatuses as readonly string[]).includes(status);

/** Returns who decided a session. A person's decision on the case takes precedence over the source's report. */
export function deciderOf({ status, outcome, processingMode, review }: DecisionFacts): Decider {
  if (review) return review.decision ? "person" : "pending";
  if (outcome === "needs_review") return "pending";
  if (!outcome) return isOver(status) ? "nobody" : "pending";
  const mode = processingMode?.toLowerCase() ?? "";
  if (mode === "manual") return "person";
  return /^auto/.test(mode) ? "checks" : "unknown";
}

/** A code of a record, in words of a language. */
const inWords = (code: string, language: LetterLanguage) => phrase(sentence(code).toLowerCase(), language);

/** Explains the decision on one session to its subject, in one sentence. */
export function decisionWords(facts: DecisionFacts, language: LetterLanguage = "en"): string {
  const { deciders, meanings } = answerTexts[language];
  const outcome = inWords(facts.outcome ?? "", language);
  const meaning = meanings[facts.outcome ?? ""];
  const result = meaning ? `${outcome}: ${meaning}` : outcome;
  return filledIn(deciders[deciderOf(facts)], { result, status: inWords(facts.status, language) });
}

/**
 * Explains the rights of a person about whom automated checks alone decided (GDPR and UK GDPR Art. 22(3) and 22C;
 * CJEU C-634/21). Empty unless checks alone decided, or may have decided, one of the sessions.
 */
export function automatedRights(
  sessions: readonly DecisionFacts[],
  law: JurisdictionId,
  contact: string,
  language: LetterLanguage = "en",
): string[] {
  const mayBe = sessions.some((each) => ["checks", "unknown"].includes(deciderOf(each)));
  if (!mayBe || law === "ccpa") return [];
  const article = citeArticle(law === "uk_gdpr" ? "22C" : "22(3)", language);
  return [filledIn(answerTexts[language].automated, { article, contact })];
}

/** One automated check of a session. */
export type CheckFacts = { policy: string; score: number | null; threshold: number | null; status: string };

/** Lists the check results of one session, or says that they are withheld while its review is open. */
export function checkLines(checks: readonly CheckFacts[] | null, language: LetterLanguage = "en"): string {
  const texts = answerTexts[language].checks;
  if (!checks) return texts.withheld;
  const line = ({ policy, score, threshold, status }: CheckFacts) =>
    [
      `${sentence(policy)}: ${inWords(status, language)}`,
      ...(score === null ? [] : [filledIn(texts.score, { number: String(score) })]),
      ...(threshold === null ? [] : [filledIn(texts.threshold, { number: String(threshold) })]),
    ].join(", ");
  return checks.length > 0 ? `${checks.map(line).join("; ")}.` : texts.none;
}
