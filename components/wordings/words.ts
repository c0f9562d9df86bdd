import type { ParagraphName } from "@/lib/letters/paragraphs";

/** What each paragraph of a letter is about. */
export const paragraphWords: Record<ParagraphName, string> = {
  title: "Title",
  received: "Receipt",
  verifying: "The identity is not verified yet",
  verified: "The identity is verified",
  due: "Last day of the answer",
  waiting: "The last day depends on an answer of the requester",
  undelayed: "The law names no last day",
  doubts: "Doubts about the identity",
  question: "Question",
  suspends: "The time limit is suspended",
  starts: "The time limit begins with the answer",
  extended: "Extension",
  refused: "Refusal",
  fee: "Fee",
  reason: "Reason",
  payment: "The answer follows the payment",
  other: "The known controller",
  object: "Right to object to us",
  complain: "Right to complain",
  court: "Right to go to court",
  write: "Controller and contact",
  officer: "Data protection officer",
};
