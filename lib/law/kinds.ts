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
export type KindRule = { source: Source };

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
};

export const ukKinds: KindRules = {
  access: rule("UK GDPR Art. 15", `${british}/article/15`),
  erasure: rule("UK GDPR Art. 17", `${british}/article/17`),
  access_and_erasure: rule("UK GDPR Art. 15 and 17", `${british}/article/15`),
  rectification: rule("UK GDPR Art. 16", `${british}/article/16`),
  restriction: rule("UK GDPR Art. 18", `${british}/article/18`),
  portability: rule(
    "UK GDPR Art. 20(1): data that the person provided and that is processed by consent or contract, structured and machine-readable",
    `${british}/article/20`,
  ),
};

export const ccpaKinds: KindRules = {
  access: rule("Cal. Civ. Code § 1798.110: the right to know", californian("1798.110.")),
  erasure: rule("Cal. Civ. Code § 1798.105", californian("1798.105.")),
  access_and_erasure: rule("Cal. Civ. Code §§ 1798.105 and 1798.110", californian("1798.105.")),
  rectification: rule("Cal. Civ. Code § 1798.106", californian("1798.106.")),
  restriction: rule(
    "Cal. Civ. Code § 1798.121: the right to limit the use of sensitive personal information",
    californian("1798.121."),
  ),
  portability: rule(
    "Cal. Civ. Code § 1798.130(a)(3)(B)(iii): pieces of information that the consumer provided, structured and machine-readable",
    californian("1798.130."),
  ),
};
