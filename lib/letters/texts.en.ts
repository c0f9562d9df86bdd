import type { LetterTexts } from "@/lib/letters/texts";

/** The letters of an open or refused request, in English. */
export const en: LetterTexts = {
  titles: {
    acknowledgement: "We have received your request {id}",
    identity_question: "Your request {id}: please prove your identity",
    extension: "Your request {id}: we need more time",
    fee_question: "Your request {id}: we ask for a fee",
    refusal: "Your request {id}: we do not act on it",
    rectified: "Your request {id}: what we have corrected",
    restricted: "Your request {id}: the processing is restricted",
    lifting: "Your request {id}: we are going to lift the restriction",
    recipients: "Your request {id}: who received your data",
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
  doubts: {
    gdpr: "We have reasonable doubts about the identity of the person who made this request. We therefore ask for information that confirms it ({source}).",
    uk_gdpr:
      "We have reasonable doubts about the identity of the person who made this request. We therefore ask for information that confirms it ({source}).",
    ccpa: "The information that we have is not enough to verify that you are the person whom the data is about. We therefore ask you for more ({source}).",
  },
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
  usage:
    "We use what you send us only to verify your identity, for security and to prevent fraud. We delete it as soon as practical after we have answered, unless the rules on record-keeping require us to keep it ({source}).",
  free: "You do not have to pay for the verification.",
  runs: "Our time limit runs on meanwhile.",
  corrected: "We have corrected data about you ({source}). This letter lists what was corrected.",
  unchanged: "Some of the data stays as it is. This letter gives the reason and says what you can do.",
  restricted:
    "Since {restricted} the processing of your data has been restricted ({source}). We store the data and otherwise do not use it.",
  examined: "The restriction lasts while we examine your objection.",
  exceptions:
    "The law lets us use restricted data with your consent, for legal claims, to protect the rights of another person, or for reasons of important public interest ({exceptions}).",
  informing: "We will inform you before we lift the restriction ({informing}).",
  lifting:
    "We are going to lift the restriction of the processing of your data. It has applied since {restricted}. We inform you before we do so ({source}).",
  afterwards: "After that we may use the data again for the purposes for which we process it.",
  named: "Our records name these recipients of the data ({source}): {recipients}.",
  unnamed: "Our records name no recipient of the data ({source}).",
  details: "What was corrected",
  changed: "Corrected: {fields}.",
  kept: "Not changed. The reason: {why}",
  fields: {
    first_name: "first name",
    last_name: "last name",
    date_of_birth: "date of birth",
    address: "address",
    document_number: "document number",
    nationality: "nationality",
    gender: "sex or gender",
    ssn: "social security number",
    document_type: "type of document",
    document_expiration_date: "expiry date of the document",
    document_issuing_state: "country or state that issued the document",
  },
};
