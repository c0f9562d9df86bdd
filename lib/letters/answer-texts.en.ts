import type { AnswerTexts } from "@/lib/letters/answer-texts";

/** The letter of an answer, in English. */
export const en: AnswerTexts = {
  title: "Your data: answer to request {id}",
  intro:
    "To {requester}. You asked us on {received} for the data we store about you ({law}). This letter of {today} explains the answer. The files in this package are the copy of your data.",
  none: "Apart from your request, we store no personal data about you.",
  noneIn:
    "Apart from your request, we store no personal data about you of the period that you named ({range}).",
  ranges: { from: "from {from} on", to: "up to {to}", both: "from {from} to {to}" },
  one: "We hold data of 1 verification.",
  many: "We hold data of {count} verifications.",
  files:
    "SHA256SUMS lists every file with its checksum and SIGNATURE proves that we made it; verify.html checks both, offline.",
  titles: {
    purposes: "Purposes of the processing",
    categories: "Categories of personal data",
    recipients: "Who has received your data",
    kept: "How long we keep your data",
    rights: "Your rights",
    complaints: "Complaints",
    sources: "Where the data came from",
    decided: "How your verification was decided",
    transfers: "Transfers to other countries",
    search: "How we searched",
    review: "Data we withhold until a review is finished",
    unreadable: "Data we could not read",
    removed: "Text removed from notes",
    withheld: "Data this law excludes from the package",
  },
  ownCategory: "Your request and our answer",
  noRecipient: "Our records name no recipient outside our organization.",
  keptRequest: "We keep your request and our answer as proof that we answered.",
  controller: "Controller: {controller}",
  write: "Write to: {contact}",
  officer: "Data protection officer: {officer}",
  rights:
    "You may ask us to correct or erase your data or to restrict its processing, and you may object to the processing.",
  rightsCcpa:
    "You may ask us to correct or delete your personal information, and we may not treat you worse for asking (Cal. Civ. Code §§ 1798.105, 1798.106, 1798.125).",
  complain: "You may complain to a supervisory authority: {authority}",
  sources: "From you during your verification, and from the provider that verified you for us:",
  score: "An automated check produces a score. The score is compared with a threshold.",
  checks: {
    none: "We have no record of an automated check.",
    withheld: "We withhold the check results until the review is finished.",
    score: "score {number}",
    threshold: "threshold {number}",
  },
  deciders: {
    pending: "No decision has been made yet.",
    nobody: "The verification ended without a decision ({status}).",
    person: "A person made the decision after automated checks ({result}).",
    checks: "Automated checks made the decision without a person ({result}).",
    unknown: "Our records do not show whether a person took part in the decision ({result}).",
  },
  meanings: {
    approved: "we accepted your identity as verified",
    rejected: "we did not accept your identity as verified, so services that depend on it may be refused",
  },
  automated:
    "Where automated checks made the decision without a person, you may ask for a review by a person, state your view and contest the decision ({article}). Write to: {contact}",
  kept: {
    erased: "Erased.",
    sensitive: "Images and the data read from them are no longer used from {day}.",
    active: "Your verification has not ended. The retention period starts when it ends.",
    automatic: "All data is erased automatically on {day} or on the next day.",
    open: "We have not set a date for automatic erasure.",
    undecided:
      "If you ask us to erase this data, we erase it when its review is finished, unless a law requires us to keep it.",
    free: "If you ask us to erase this data, we erase it.",
    retained: "If you ask us to erase this data, we must still keep it: {why}.",
    retainedUntil: "If you ask us to erase this data, we must still keep it until {day}: {why}.",
  },
  search: {
    by: "On {day} we searched the records of our identity verifications by: {by}. Other verifications of the same person belong to what we found.",
    none: "We found no records.",
    range: "As you asked, we looked only at verifications that began in this period: {range}.",
    noneIn: "We found no records of this period.",
    found:
      "Verifications that we found: {found}. Of these, {accepted} are about you; {excluded} are left out, because they are not about you.",
    backups: "We did not search backups: they are copies of these records.",
  },
  review: {
    text: "A person has not yet decided {ids}. Until then we withhold of it: {what}.",
    again: "You can ask again after the decision.",
    complain: "You may complain about this to the supervisory authority or go to court.",
  },
  unreadable: "We store the following data but could not read it. It is missing from the files:",
  removed: "The files mark each removed passage with its legal ground:",
  place: "1 place: {ground}",
  places: "{count} places: {ground}",
  withheld: "We store the following data and may not disclose it in this package: {list}.",
  known: "the person we know as {reference}",
  unknown: "the person who asked",
  behalf: "{agent}, on behalf of {person}",
};
