import { type FieldMap, ownScope, reference, requester, staff, state, time } from "@/lib/vault/field-kinds";

const evidence = { kept: "evidence of how a request was answered; names nobody" } as const;

/** What requesters, recipients and members are told about data-subject requests. A part of the field map. */
export const toldFields: FieldMap = {
  RequestMessage: {
    ...ownScope,
    pk: reference,
    requestPk: reference,
    id: reference,
    kind: evidence,
    language: evidence,
    via: evidence,
    state,
    answer: requester("words of a mail server, which may name the address"),
    sentBy: staff,
    sentAt: time,
    hasLetter: evidence,
    wording: evidence,
    sealed: requester("address, subject, text and letter of a message"),
  },
  RequestNote: {
    ...ownScope,
    pk: reference,
    requestPk: reference,
    id: reference,
    writtenBy: staff,
    writtenAt: time,
    sealed: requester("what members noted about a request"),
  },
  RequestLetter: {
    ...ownScope,
    pk: reference,
    requestPk: reference,
    id: reference,
    letter: evidence,
    language: evidence,
    wording: evidence,
    madeBy: staff,
    madeAt: time,
    sealed: requester("a letter to the requester, as PDF"),
  },
  RequestRecipient: {
    ...ownScope,
    pk: reference,
    requestPk: reference,
    id: reference,
    name: { kept: "an organization that received the data; the form asks for no person" },
    outcome: evidence,
    toldOn: time,
    recordedBy: staff,
    recordedAt: time,
    sealed: requester("how a recipient was told of the change, or why it was not"),
  },
};
