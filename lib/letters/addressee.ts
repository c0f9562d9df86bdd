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

/** {@link addressee} of an answer that goes to the agent, if there is one. */
export const recipient = ({ requester, agent }: Pick<SealedRequest, "requester" | "agent">): string =>
  agent ? `${agent.name}, on behalf of ${addressee(requester)}` : addressee(requester);

/** The addressee of an answer: the requester's name if one was given. */
export const addressee = (requester: Requester): string =>
  requesterName(requester) ||
  (requester.externalRef ? `the person we know as ${requester.externalRef}` : "the person who asked");
