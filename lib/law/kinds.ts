import type { Term } from "@/lib/law/profiles";

/** The legal source of a rule. */
export type Source = { text: string; url: string };

/** What a person can request. */
export const requestKinds = [
  "access",
  "erasure",
  "access_and_erasure",
  "rectification",
  "restriction",
  "portability",
  "objection",
  "decision_review",
  "automated_decision_access",
  "complaint",
] as const;
export type RequestKind = (typeof requestKinds)[number];

/** What a law says about one kind of request. */
export type KindRule = {
  source: Source;
  /**
   * The clock of a kind that does not have the law's usual one. It is neither paused nor extended. Either a term for the
   * answer; or until when receipt is acknowledged, and when we remind of the outcome, for which the law names no last
   * day.
   */
  clock?: { answer: Term } | { acknowledge: Term; outcome: Term };
};

/** The kinds of requests that a law offers. One that is missing cannot be made under it. */
export type KindRules = Readonly<Partial<Record<RequestKind, KindRule>>>;

const european = "https://eur-lex.europa.eu/eli/reg/2016/679/oj";
const british = "https://www.legislation.gov.uk/eur/2016/679";
const californian = (section: string) =>
  `https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=CIV&sectionNum=${section}`;

const rule = (text: string, url: string): KindRule => ({ source: { text, url } });

export const gdprKinds: KindRules = {
  access: rule("GDPR Art. 15", european),
  erasure: rule("GDPR Art. 17", european),
  access_and_erasure: rule("GDPR Art. 15 and 17", european),
  rectification: rule("GDPR Art. 16", european),
  restriction: rule("GDPR Art. 18", european),
  portability: rule(
    "GDPR Art. 20(1): data that the person provided and that is processed by consent or contract, structured and machine-readable",
    european,
  ),
  objection: rule(
    "GDPR Art. 21(1): the processing ends unless compelling legitimate grounds override; restricted meanwhile by Art. 18(1)(d)",
    european,
  ),
  decision_review: rule(
    "GDPR Art. 22(3): a person decides again, and the requester may contest the decision",
    european,
  ),
};

/** Before automated decisions had articles of their own. */
export const ukKinds2021: KindRules = {
  access: rule("UK GDPR Art. 15", `${british}/article/15`),
  erasure: rule("UK GDPR Art. 17", `${british}/article/17`),
  access_and_erasure: rule("UK GDPR Art. 15 and 17", `${british}/article/15`),
  rectification: rule("UK GDPR Art. 16", `${british}/article/16`),
  restriction: rule("UK GDPR Art. 18", `${british}/article/18`),
  portability: rule(
    "UK GDPR Art. 20(1): data that the person provided and that is processed by consent or contract, structured and machine-readable",
    `${british}/article/20`,
  ),
  objection: rule(
    "UK GDPR Art. 21(1): the processing ends unless compelling legitimate grounds override; restricted meanwhile by Art. 18(1)(d)",
    `${british}/article/21`,
  ),
  decision_review: rule(
    "UK GDPR Art. 22(3): a person decides again, and the requester may contest the decision",
    `${british}/article/22`,
  ),
};

/** Since 5 February 2026 (Data (Use and Access) Act 2025 s. 80; S.I. 2026/82). */
export const ukKinds: KindRules = {
  ...ukKinds2021,
  decision_review: rule(
    "UK GDPR Art. 22A to 22D: human intervention, and the requester may contest the decision (Art. 22C)",
    `${british}/article/22C`,
  ),
};

/** Since 19 June 2026 (Data (Use and Access) Act 2025 s. 103; S.I. 2026/82 reg. 3). */
export const ukKindsWithComplaint: KindRules = {
  ...ukKinds,
  complaint: {
    ...rule(
      "Data Protection Act 2018 s. 164A: acknowledged within 30 days, outcome without undue delay; three months are our reminder, not the law's",
      "https://www.legislation.gov.uk/ukpga/2018/12/section/164A",
    ),
    clock: { acknowledge: { days: 30 }, outcome: { months: 3 } },
  },
};

export const ccpaKinds: KindRules = {
  access: rule("Cal. Civ. Code § 1798.110: the right to know", californian("1798.110.")),
  erasure: rule("Cal. Civ. Code § 1798.105", californian("1798.105.")),
  access_and_erasure: rule("Cal. Civ. Code §§ 1798.105 and 1798.110", californian("1798.105.")),
  rectification: rule("Cal. Civ. Code § 1798.106", californian("1798.106.")),
  restriction: {
    ...rule(
      "Cal. Civ. Code § 1798.121: the right to limit the use of sensitive personal information, within 15 business days of receipt (11 CCR § 7027(g)(1))",
      californian("1798.121."),
    ),
    clock: { answer: { workingDays: 15 } },
  },
  portability: rule(
    "Cal. Civ. Code § 1798.130(a)(3)(B)(iii): pieces of information that the consumer provided, structured and machine-readable",
    californian("1798.130."),
  ),
};

const automated = "https://cppa.ca.gov/regulations/ccpa_updates.html";

/** Since 1 January 2027, when the rules about automated decisions apply. */
export const ccpaKindsWithAutomated: KindRules = {
  ...ccpaKinds,
  decision_review: rule(
    "11 CCR § 7221: opting out of automated decisions, due no later than 15 business days after receipt, without verification (11 CCR § 7060(b)), which is sooner than this clock counts; or an appeal to a person who can change the decision (§ 7221(b)(1))",
    automated,
  ),
  automated_decision_access: rule(
    "11 CCR § 7222: purpose, logic and outcome of automated decisions",
    automated,
  ),
};
