import type { LetterTexts } from "@/lib/letters/texts";

/** The letters of an open or refused request, in English. */
export const en: LetterTexts = {
  titles: {
    acknowledgement: "We have received your request {id}",
    identity_question: "Your request {id}: please prove your identity",
    extension: "Your request {id}: we need more time",
    fee_question: "Your request {id}: we ask for a fee",
    refusal: "Your request {id}: we do not act on it",
  },
  to: "To {requester}, {today}",
  nameless: "the person who made this request",
  kinds: {
    access: "a copy of your personal data",
    erasure: "the erasure of your personal data",
    access_and_erasure: "a copy of your personal data, and its erasure",
    rectification: "the correction of your personal data",
    restriction: "the restriction of the processing of your personal data",
    portability: "your personal data in a machine-readable format",
    objection: "an end to the processing of your personal data, to which you object",
    decision_review: "a review by a person of a decision that was made automatically",
    automated_decision_access: "information about decisions that were made automatically",
    complaint: "an answer to your complaint about how we use your personal data",
  },
  laws: { gdpr: "GDPR", uk_gdpr: "UK GDPR", ccpa: "CCPA" },
  received:
    "We received your request on {received}. You ask for {kind} ({law}). Please give the number {id} when you write to us about it.",
  due: "We will answer by {due}.",
  waiting: "We are waiting for an answer from you. Our time limit depends on the day on which we receive it.",
  undelayed: "We will tell you the outcome without undue delay.",
  verifying: "We first verify that the request comes from the person whom the data is about.",
  verified: "We have verified your identity.",
  doubts:
    "We have reasonable doubts about the identity of the person who made this request. We therefore ask for information that confirms it ({source}).",
  question: "What we ask for, and why: {reason}",
  suspends: "Until we receive your answer, our time limit is suspended.",
  starts: "Our time limit begins on the day on which we receive your answer.",
  extended:
    "We need more time to answer your request and extend the time limit ({source}). We will answer by {due}.",
  reason: "The reason: {reason}",
  reach: "How to reach us",
  write: "{controller}. Write to: {contact}",
  officer: "Data protection officer: {officer}",
  refused: "We have decided not to act on your request. This letter says why, and what you can do.",
  grounds: {
    unfounded: "Your request is manifestly unfounded ({source}).",
    excessive: "Your request is excessive, because it repeats earlier requests ({source}).",
    abusive:
      "Your request is excessive, because it was made with the intention of abuse ({source}; Court of Justice of the European Union, C-526/24).",
    not_identified:
      "We cannot establish that the request comes from the person whom the data is about ({source}).",
    third_party: "To disclose the data would adversely affect the rights of other people ({source}).",
    exemption: "A provision exempts us from acting on your request: {provision}",
    not_controller:
      "We do not decide for what purposes and by what means the data that you ask about is processed ({source}).",
  },
  other: "As far as we know, this is decided by: {other}",
  fee: "In such a case we may charge a reasonable fee for what the answer costs us. We ask for: {amount}",
  payment:
    "We act on your request when you have paid the fee. Please write to us if you do not want to pay it.",
  rights: "Your rights",
  object: "If you think that we are wrong, write to us and say why: {contact}",
  complain: {
    gdpr: "You may lodge a complaint with a supervisory authority ({complaint}), for example: {authority}",
    uk_gdpr:
      "You may complain to us (Data Protection Act 2018, section 164A) and to the Information Commissioner ({complaint}): {authority}",
    ccpa: "You may complain to the California Privacy Protection Agency (cppa.ca.gov) or to the Attorney General of California (oag.ca.gov).",
  },
  court: "You may also go to court ({remedy}).",
};
