import type { SealedRequest } from "@/lib/vault/sealed";

type Requester = SealedRequest["requester"];

/** The name of a requester; empty if none was given. */
export const requesterName = ({ firstName, lastName }: Requester): string =>
  [firstName, lastName].filter(Boolean).join(" ");

/** The addressee of an answer: the requester's name if one was given. */
export const addressee = (requester: Requester): string =>
  requesterName(requester) ||
  (requester.externalRef ? `the person we know as ${requester.externalRef}` : "the person who asked");
