import type { MessageKind } from "@/lib/contract/vocabulary";

/** What decides which messages are true now. */
export type MessageFacts = {
  status: string;
  isVerified: boolean;
  isExtended: boolean;
  hasFee: boolean;
  hasPackage: boolean;
  /** The requester's data was erased, or the request is merged into another one. */
  isErased: boolean;
};

const open: readonly MessageKind[] = ["received", "verified", "question", "extended", "fee"];

/** Returns why a message cannot be sent now, or null when it can: it would say what is not so. */
export function whyNoMessage(kind: MessageKind, facts: MessageFacts): string | null {
  const { status } = facts;
  if (facts.isErased) return "The personal data of this request has been erased.";
  if (status === "joined") return "This request is merged into another one. Write about that one.";
  if (kind === "refused") return status === "refused" ? null : "The request is not refused.";
  if (open.includes(kind) && status !== "open") return "This request is closed.";
  if (kind === "verified" && !facts.isVerified) return "The requester is not verified.";
  if (kind === "extended" && !facts.isExtended) return "The deadline is not extended.";
  if (kind === "fee" && !facts.hasFee) return "No fee was asked for.";
  if (kind === "ready") {
    if (status !== "open" && status !== "completed") return "This request is closed.";
    return facts.hasPackage ? null : "There is no package to download.";
  }
  if (kind === "done" && status !== "completed") return "The request is not completed.";
  return null;
}

/** Whether a message tells its reason by its letter alone, so that no mail goes without it (GDPR Art. 12(3), (4), (5)). */
export const isNothingWithoutLetter = (kind: MessageKind): boolean =>
  ["extended", "fee", "refused"].includes(kind);

/** Turns a text, also one that was changed, into what it says with its letter or without. */
export const withOrWithoutLetter = (
  text: string,
  { withLetter, withoutLetter }: { withLetter: string; withoutLetter: string },
  hasLetter: boolean,
): string => {
  const plain = text.replace(withLetter, () => withoutLetter);
  return hasLetter ? plain.replace(withoutLetter, () => withLetter) : plain;
};

/**
 * Lists what of a text could be the code of a download link: eight of its signs, in one word or two. Words overlap, so
 * that a word before a code does not hide it.
 */
export function possibleCodes(text: string): string[] {
  const four = "([2-9A-HJKMNP-Z]{4})";
  const pattern = new RegExp(`(?<![0-9A-Z])(?=${four}[\\s\\p{Pd}]{0,3}${four}(?![0-9A-Z]))`, "gu");
  const found = text.toUpperCase().matchAll(pattern);
  return [...new Set([...found].map(([, first, second]) => `${first}${second}`))];
}
