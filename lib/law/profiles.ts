import type { Day } from "@/lib/format/day";
import { type JurisdictionId, jurisdictionIds } from "@/lib/law/jurisdictions";
import * as kinds from "@/lib/law/kinds";
import { type KindRules, type RequestKind, requestKinds, type Source } from "@/lib/law/kinds";
import { type WithheldClass, withheldClasses } from "@/lib/law/withheld";

/** What a controller may have to ask the requester before it can answer. */
export const pauseGrounds = ["identity", "scope", "fee"] as const;
export type PauseGround = (typeof pauseGrounds)[number];

/**
 * What waiting for the requester does to the clock.
 * - `starts`: the term begins on the day of the answer.
 * - `suspends`: the days from the question to the answer are added. The day of the answer counts towards the term.
 * - `excludes`: the same, but the day of the answer does not count either.
 */
export type PauseEffect = "starts" | "suspends" | "excludes";

/** Working days are those after the first day that are neither a weekend nor a public holiday. */
export type Term = { months: number } | { days: number } | { workingDays: number };

/** The rules of a profile, each with its source. */
export const ruleNames = ["answer", "extended", "pause", "working_day", "confirm", "withheld"] as const;
export type RuleName = (typeof ruleNames)[number];

/**
 * The rules of a law about data-subject requests, as they are in force for requests received from one day to another.
 * Plain data. To follow a change of law, end the last profile and add one; never change the rules of a past one,
 * because requests keep the profile of their day of receipt.
 */
export type Profile = {
  /** Its name in the database: the law and the first day. */
  version: string;
  jurisdiction: JurisdictionId;
  /** The first and the last day of receipt that it applies to; without a last day it is in force. */
  validFrom: Day;
  until: Day | null;
  /** The kinds of requests that it offers. */
  kinds: KindRules;
  /** The term for the answer. */
  answer: Term;
  /** The term after one extension, from the same day. */
  extended: Term;
  /** The questions for which the clock waits. */
  pauses: Readonly<Partial<Record<PauseGround, PauseEffect>>>;
  /** Whether a last day on a weekend or public holiday moves to the next working day. */
  movesToWorkingDay: boolean;
  /** The number of working days in which receipt must be confirmed, where the law requires it. */
  confirmWithinWorkingDays?: number;
  /** The term in which receipt must be acknowledged, of a kind of request that has a clock of its own. */
  acknowledge?: Term;
  /** The remaining days at which members are reminded, largest first. Our choice, not the law's. */
  remindWithDaysLeft: readonly number[];
  /** The classes of data that a package must describe instead of disclosing. */
  withheldClasses: readonly WithheldClass[];
  /** Whether images of identity documents are described instead of disclosed, because they show document numbers. */
  withholdsDocumentImages: boolean;
  /** A rule without a source is one that the law does not have. */
  sources: Readonly<Partial<Record<RuleName, Source>>>;
};

const gdprText = "https://eur-lex.europa.eu/eli/reg/2016/679/oj";
const icoAccess =
  "https://ico.org.uk/for-organisations/uk-gdpr-guidance-and-resources/individual-rights/right-of-access/what-should-we-consider-when-responding-to-a-request/";
const section12a = "https://www.legislation.gov.uk/eur/2016/679/article/12A";

const british = {
  jurisdiction: "uk_gdpr",
  answer: { months: 1 },
  extended: { months: 3 },
  movesToWorkingDay: true,
  remindWithDaysLeft: [10, 5, 1],
  withheldClasses: [],
  withholdsDocumentImages: false,
} as const;

const icoWorkingDay: Source = {
  text: "ICO, Right of access: a last day on a weekend or public holiday moves to the next working day",
  url: icoAccess,
};

/** Since the Data (Use and Access) Act 2025. */
const british2026 = {
  ...british,
  pauses: { identity: "starts", fee: "starts", scope: "excludes" },
  sources: {
    answer: {
      text: "UK GDPR Art. 12(3) and 12A (Data (Use and Access) Act 2025 s. 76; S.I. 2026/82): one month from the latest of receipt, proof of identity and fee",
      url: section12a,
    },
    extended: {
      text: "UK GDPR Art. 12A: two further months, announced within the first month",
      url: section12a,
    },
    pause: {
      text: "UK GDPR Art. 12A(5): days from asking which data are meant to the answer, both included, do not count",
      url: section12a,
    },
    working_day: icoWorkingDay,
  },
} as const;

const californian = {
  jurisdiction: "ccpa",
  answer: { days: 45 },
  extended: { days: 90 },
  pauses: {},
  movesToWorkingDay: false,
  confirmWithinWorkingDays: 10,
  remindWithDaysLeft: [15, 5, 1],
  withheldClasses,
  withholdsDocumentImages: true,
  sources: {
    answer: {
      text: "Cal. Civ. Code § 1798.130(a)(2)(A): 45 days of receipt, also while verification takes place (11 CCR § 7021(b))",
      url: "https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=CIV&sectionNum=1798.130",
    },
    extended: {
      text: "Cal. Civ. Code § 1798.130(a)(2)(A): once by 45 days, announced within the first 45 days",
      url: "https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=CIV&sectionNum=1798.130",
    },
    confirm: {
      text: "11 CCR § 7021(a): receipt confirmed within 10 business days",
      url: "https://cppa.ca.gov/regulations/",
    },
    withheld: {
      text: "11 CCR § 7024(d): these are never disclosed; the answer says that they are stored",
      url: "https://cppa.ca.gov/regulations/",
    },
  },
} as const;

/** The profiles of each law, the earliest first, without gaps. */
export const profiles: Readonly<Record<JurisdictionId, readonly Profile[]>> = {
  gdpr: [
    {
      version: "gdpr/2018-05-25",
      jurisdiction: "gdpr",
      validFrom: "2018-05-25",
      until: null,
      kinds: kinds.gdprKinds,
      answer: { months: 1 },
      extended: { months: 3 },
      pauses: { identity: "suspends", scope: "suspends" },
      movesToWorkingDay: true,
      remindWithDaysLeft: [10, 5, 1],
      withheldClasses: [],
      withholdsDocumentImages: false,
      sources: {
        answer: { text: "GDPR Art. 12(3): one month of receipt", url: gdprText },
        extended: {
          text: "GDPR Art. 12(3): two further months, announced within one month of receipt",
          url: gdprText,
        },
        pause: {
          text: "GDPR Art. 12(6) and recital 63 with EDPB Guidelines 01/2022, no. 157 to 159: suspension until the requester has proved their identity or said which processing is meant",
          url: "https://www.edpb.europa.eu/our-work-tools/our-documents/guidelines/guidelines-012022-data-subject-rights-right-access_en",
        },
        working_day: {
          text: "Regulation (EEC, Euratom) No 1182/71, Art. 3(1), 3(2)(c), 3(4)",
          url: "https://eur-lex.europa.eu/eli/reg/1971/1182/oj",
        },
      },
    },
  ],
  uk_gdpr: [
    {
      ...british,
      version: "uk_gdpr/2021-01-01",
      validFrom: "2021-01-01",
      until: "2026-02-04",
      kinds: kinds.ukKinds2021,
      pauses: { identity: "starts", fee: "starts", scope: "suspends" },
      sources: {
        answer: {
          text: "UK GDPR Art. 12(3) with ICO, Right of access: one month of receipt of the request, the proof of identity or the fee",
          url: icoAccess,
        },
        extended: {
          text: "UK GDPR Art. 12(3) with ICO, Right of access: three months from the original start date",
          url: icoAccess,
        },
        pause: {
          text: "ICO, Right of access: the clock stops until the requester has clarified the request",
          url: icoAccess,
        },
        working_day: icoWorkingDay,
      },
    },
    {
      ...british2026,
      version: "uk_gdpr/2026-02-05",
      validFrom: "2026-02-05",
      until: "2026-06-18",
      kinds: kinds.ukKinds,
    },
    {
      ...british2026,
      version: "uk_gdpr/2026-06-19",
      validFrom: "2026-06-19",
      until: null,
      kinds: kinds.ukKindsWithComplaint,
    },
  ],
  ccpa: [
    {
      ...californian,
      version: "ccpa/2020-01-01",
      validFrom: "2020-01-01",
      until: "2026-12-31",
      kinds: kinds.ccpaKinds,
    },
    {
      ...californian,
      version: "ccpa/2027-01-01",
      validFrom: "2027-01-01",
      until: null,
      kinds: kinds.ccpaKindsWithAutomated,
    },
  ],
};

/**
 * Returns the rules for a request that was received on a day.
 * @throws Error for a day before the law's first profile
 */
export function profileOn(jurisdiction: JurisdictionId, receivedOn: Day): Profile {
  const found = profiles[jurisdiction].findLast(({ validFrom }) => validFrom <= receivedOn);
  if (!found)
    throw new Error(`No rules of ${jurisdiction} are known for requests received on ${receivedOn}.`);
  return found;
}

/** Lists the kinds of requests that a law offers on a day of receipt; none on a day before its first profile. */
export function kindsOffered(jurisdiction: JurisdictionId, receivedOn: Day): RequestKind[] {
  const law = profiles[jurisdiction].findLast(({ validFrom }) => validFrom <= receivedOn);
  return requestKinds.filter((kind) => law?.kinds[kind]);
}

/**
 * Returns the rules that a request was received under.
 * @throws Error for a name that this program does not know, so that no other rules silently replace them
 */
export function profileNamed(version: string): Profile {
  for (const id of jurisdictionIds) {
    const found = profiles[id].find((each) => each.version === version);
    if (found) return found;
  }
  throw new Error(`The rules “${version}” are not known to this version of the program.`);
}
