import type { LetterLanguage } from "@/lib/contract/vocabulary";
import { answerTexts } from "@/lib/letters/answer-texts";
import { filledIn } from "@/lib/letters/interim";
import type { SealedRequest } from "@/lib/vault/sealed";

type Requester = SealedRequest["requester"];

/** The name of a requester; empty if none was given. */
export const requesterName = ({ firstName, lastName }: Requester): string =>
  [firstName, lastName].filter(Boolean).join(" ");

/** The addressee of a letter: the agent with the name of the requester, or the requester. */
export const letterAddressee = ({ requester, agent }: Pick<SealedRequest, "requester" | "agent">): string => {
  const name = requesterName(requester);
  if (!agent) return name;
  return name ? `${agent.name} (${name})` : agent.name;
};

/** The addressee of an answer: the requester's name if one was given. */
export function addressee(requester: Requester, language: LetterLanguage = "en"): string {
  const { known, unknown } = answerTexts[language];
  const { externalRef: reference } = requester;
  return requesterName(requester) || (reference ? filledIn(known, { reference }) : unknown);
}

/** {@link addressee} of an answer that goes to the agent, if there is one. */
export function recipient(
  { requester, agent }: Pick<SealedRequest, "requester" | "agent">,
  language: LetterLanguage = "en",
): string {
  const person = addressee(requester, language);
  return agent ? filledIn(answerTexts[language].behalf, { agent: agent.name, person }) : person;
}
