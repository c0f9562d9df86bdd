/** The legal source of a rule. */
export type Source = { text: string; url: string };

/** The rules of a law about data-subject requests. Plain data: to follow a change of law, change this table. */
export type Jurisdiction = {
  name: string;
  /** The law's name in a letter. */
  law: string;
  /** The term for the answer, from receipt. */
  answer: { months: number } | { days: number };
  /** The term after one extension, also from receipt. */
  extended: { months: number } | { days: number };
  /** Whether the clock is paused while the requester's identity is in doubt. */
  pausesForIdentity: boolean;
  /** Whether a last day on a weekend or public holiday moves to the next working day. */
  movesToWorkingDay: boolean;
  /** The number of working days in which receipt must be confirmed, where the law requires it. */
  confirmWithinWorkingDays?: number;
  /** The remaining days at which members are reminded, largest first. Our choice, not the law's. */
  remindWithDaysLeft: readonly number[];
  /** Result fields that a package must describe instead of disclosing. */
  withheldFields: readonly string[];
  /** Whether images of identity documents are described instead of disclosed, because they show document numbers. */
  withholdsDocumentImages: boolean;
  sources: readonly Source[];
};

const regulation1182: Source = {
  text: "Regulation (EEC, Euratom) No 1182/71, Art. 3(1), 3(2)(c), 3(4)",
  url: "https://eur-lex.europa.eu/eli/reg/1971/1182/oj",
};

export const jurisdictionIds = ["gdpr", "uk_gdpr", "ccpa"] as const;
export type JurisdictionId = (typeof jurisdictionIds)[number];

export const jurisdictions: Readonly<Record<JurisdictionId, Jurisdiction>> = {
  gdpr: {
    name: "European Union",
    law: "GDPR",
    answer: { months: 1 },
    extended: { months: 3 },
    pausesForIdentity: true,
    movesToWorkingDay: true,
    remindWithDaysLeft: [10, 5, 1],
    withheldFields: [],
    withholdsDocumentImages: false,
    sources: [
      {
        text: "GDPR Art. 12(3): one month of receipt, extended by two further months",
        url: "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
      },
      {
        text: "GDPR Art. 12(6) with EDPB Guidelines 01/2022, no. 157 to 159: counting, and suspension while identity is doubted",
        url: "https://www.edpb.europa.eu/our-work-tools/our-documents/guidelines/guidelines-012022-data-subject-rights-right-access_en",
      },
      regulation1182,
    ],
  },
  uk_gdpr: {
    name: "United Kingdom",
    law: "UK GDPR",
    answer: { months: 1 },
    extended: { months: 3 },
    pausesForIdentity: true,
    movesToWorkingDay: true,
    remindWithDaysLeft: [10, 5, 1],
    withheldFields: [],
    withholdsDocumentImages: false,
    sources: [
      {
        text: "UK GDPR Art. 12(3) and 12A: one month, extended by two further months, stopped for identity",
        url: "https://www.legislation.gov.uk/eur/2016/679/article/12",
      },
      {
        text: "ICO, Right of access: the corresponding date of the next month, its last day, the next working day",
        url: "https://ico.org.uk/for-organisations/uk-gdpr-guidance-and-resources/individual-rights/right-of-access/",
      },
    ],
  },
  ccpa: {
    name: "California",
    law: "CCPA",
    answer: { days: 45 },
    extended: { days: 90 },
    pausesForIdentity: false,
    movesToWorkingDay: false,
    confirmWithinWorkingDays: 10,
    remindWithDaysLeft: [15, 5, 1],
    withheldFields: ["document_number", "ssn", "mrz", "mrz_lines"],
    withholdsDocumentImages: true,
    sources: [
      {
        text: "Cal. Civ. Code § 1798.130(a)(2)(A): 45 days, extended once by 45 days",
        url: "https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=CIV&sectionNum=1798.130",
      },
      {
        text: "11 CCR § 7021: receipt confirmed within 10 business days; the period runs whatever verification takes",
        url: "https://cppa.ca.gov/regulations/",
      },
      {
        text: "11 CCR § 7024(d): driver's license and other government identification numbers are never disclosed",
        url: "https://cppa.ca.gov/regulations/",
      },
    ],
  },
};
