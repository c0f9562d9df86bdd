import type { UnreadableDto } from "@/lib/contract/answer";
import { aesHelp } from "@/lib/contract/answer";
import { day } from "@/lib/format/date";
import { visible } from "@/lib/format/visible";
import { sentence } from "@/lib/format/words";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import { automatedRights, type DecisionFacts, decisionWords } from "@/lib/letters/decided";
import type { Paper, PaperSection } from "@/lib/letters/pdf";
import type { LetterRecord } from "@/lib/settings/policy";

type Check = { policy: string; score: number | null; threshold: number | null; status: string };

/** One session in the letter. */
export type LetterSession = DecisionFacts & {
  id: string;
  createdOn: string;
  source: string;
  /** Sentences on how long the session is stored. */
  kept: string;
  /** Null while the session's review is open, because they are withheld. */
  checks: readonly Check[] | null;
  /** Categories of data stored for the session, in words. */
  categories: readonly string[];
  recipients: readonly string[];
};

export type LetterFacts = {
  requestId: string;
  jurisdiction: JurisdictionId;
  law: string;
  receivedOn: string;
  answeredOn: string;
  requester: string;
  record: LetterRecord;
  sessions: readonly LetterSession[];
  /** The package needs a password to open. */
  isEncrypted: boolean;
  /** Fields that the law excludes from the package, in words. */
  withheld: readonly string[];
  /** The data withheld during an open review and the legal ground, in words. */
  openReview: string;
  /** Data that could not be read and is missing from the package. */
  unreadable: readonly UnreadableDto[];
  /** Passages removed from notes, one line for each ground. */
  removed: readonly string[];
};

const unique = (values: readonly string[]) => [...new Set(values)].sort();

/** The article of a point. Only the European laws number the points. */
const article = ({ jurisdiction }: LetterFacts, point: string) =>
  jurisdiction === "ccpa" ? "" : ` (Art. ${point})`;

/** A section; none when it has no text. */
const optional = (title: string, paragraphs: readonly string[]): PaperSection[] =>
  paragraphs.some(Boolean) ? [{ title, paragraphs: paragraphs.filter(Boolean) }] : [];

/**
 * Writes the cover letter: every point of GDPR Art. 15(1)(a) to (h) and 15(2), or what the CCPA requires. Every
 * statement comes from the record of processing or from the data.
 */
export function letterOf(facts: LetterFacts): Paper {
  return {
    title: `Your data: answer to request ${facts.requestId}`,
    intro: introOf(facts),
    sections: [
      ...aboutProcessing(facts),
      ...rightsOf(facts),
      ...aboutSessions(facts),
      ...optional(`Transfers to other countries${article(facts, "15(2)")}`, [facts.record.transfers]),
      ...omissionsOf(facts),
    ],
  };
}

function introOf({ requester, receivedOn, answeredOn, law, sessions, isEncrypted }: LetterFacts): string[] {
  const count = sessions.length;
  return [
    `To ${visible(requester)}. You asked us on ${day(receivedOn)} for the data we store about you (${law}). This letter of ${day(answeredOn)} explains the answer. The files in this package are the copy of your data.`,
    count === 0
      ? "Apart from your request, we store no personal data about you."
      : `We hold data of ${count} ${count === 1 ? "verification" : "verifications"}. SHA256SUMS lists every file with its checksum and SIGNATURE proves that we made it; verify.html checks both, offline.`,
    ...(isEncrypted ? [aesHelp] : []),
  ];
}

function aboutProcessing(facts: LetterFacts): PaperSection[] {
  const { record, sessions, jurisdiction } = facts;
  const recipients = unique([
    ...(record.recipients ? [record.recipients] : []),
    ...sessions.flatMap((each) => each.recipients),
  ]);
  const bases = jurisdiction === "ccpa" ? [] : [record.legalBasis, record.biometricBasis];
  return [
    {
      title: `Purposes of the processing${article(facts, "15(1)(a)")}`,
      paragraphs: [record.purposes, ...bases],
    },
    {
      title: `Categories of personal data${article(facts, "15(1)(b)")}`,
      paragraphs: [
        `${unique(["Your request and our answer", ...sessions.flatMap(({ categories }) => categories)]).join("; ")}.`,
      ],
    },
    {
      title: `Who has received your data${article(facts, "15(1)(c)")}`,
      paragraphs: [
        recipients.length > 0
          ? recipients.join("; ")
          : "Our records name no recipient outside our organization.",
      ],
    },
    {
      title: `How long we keep your data${article(facts, "15(1)(d)")}`,
      pairs: sessions.map(({ id, kept }) => [id, kept] as const),
      paragraphs:
        sessions.length === 0 ? ["We keep your request and our answer as proof that we answered."] : [],
    },
  ];
}

function rightsOf(facts: LetterFacts): PaperSection[] {
  const { record, jurisdiction } = facts;
  const officer = record.dataProtectionOfficer && `Data protection officer: ${record.dataProtectionOfficer}`;
  const reach = [`Controller: ${record.controller}`, `Write to: ${record.contact}`, officer].filter(Boolean);
  if (jurisdiction === "ccpa")
    return [
      {
        title: "Your rights",
        paragraphs: [
          "You may ask us to correct or delete your personal information, and we may not treat you worse for asking (Cal. Civ. Code §§ 1798.105, 1798.106, 1798.125).",
          ...reach,
        ],
      },
    ];
  return [
    {
      title: "Your rights (Art. 15(1)(e))",
      paragraphs: [
        "You may ask us to correct or erase your data or to restrict its processing, and you may object to the processing.",
        ...reach,
      ],
    },
    {
      title: "Complaints (Art. 15(1)(f))",
      paragraphs: [`You may complain to a supervisory authority: ${record.authority}`],
    },
  ];
}

/** Lists the check results of one session, or says that they are withheld while its review is open. */
export function checkLines(checks: LetterSession["checks"]): string {
  if (!checks) return "We withhold the check results until the review is finished.";
  return checks.length > 0
    ? `${checks.map(checkLine).join("; ")}.`
    : "We have no record of an automated check.";
}

const checkLine = ({ policy, score, threshold, status }: Check) =>
  `${sentence(policy)}: ${sentence(status).toLowerCase()}${score === null ? "" : `, score ${score}`}${threshold === null ? "" : `, threshold ${threshold}`}`;

function aboutSessions(facts: LetterFacts): PaperSection[] {
  const { sessions, jurisdiction, record } = facts;
  if (sessions.length === 0) return [];
  return [
    {
      title: `Where the data came from${article(facts, "15(1)(g)")}`,
      paragraphs: ["From you during your verification, and from the provider that verified you for us:"],
      pairs: sessions.map(({ id, source, createdOn }) => [id, `${source}, ${day(createdOn)}`] as const),
    },
    {
      title: `How your verification was decided${article(facts, "15(1)(h)")}`,
      paragraphs: [
        "An automated check produces a score. The score is compared with a threshold.",
        ...automatedRights(sessions, jurisdiction, record.contact),
      ],
      pairs: sessions.map((each) => [each.id, `${decisionWords(each)} ${checkLines(each.checks)}`] as const),
    },
  ];
}

/** GDPR Art. 12(4): the letter names the data it withholds, the reason, and the right to complain. */
function openReviewSection(facts: LetterFacts): PaperSection[] {
  const { sessions, openReview, jurisdiction } = facts;
  const open = sessions.filter(({ checks }) => checks === null).map(({ id }) => id);
  if (open.length === 0) return [];
  const complain =
    jurisdiction === "ccpa"
      ? ""
      : " You may complain about this to the supervisory authority or go to court.";
  return [
    {
      title: "Data we withhold until a review is finished",
      paragraphs: [
        `A person has not yet decided ${open.join(", ")}. Until then we withhold of it: ${openReview}.`,
        `You can ask again after the decision.${complain}`,
      ],
    },
  ];
}

function omissionsOf(facts: LetterFacts): PaperSection[] {
  const { removed, withheld, unreadable } = facts;
  const lines = removed.map((line) => `${line}.`);
  const missing: PaperSection = {
    title: "Data we could not read",
    paragraphs: ["We store the following data but could not read it. It is missing from the files:"],
    pairs: unreadable.map(({ sessionId, item, reason }) => [sessionId, `${item}: ${reason}`] as const),
  };
  return [
    ...openReviewSection(facts),
    ...(unreadable.length > 0 ? [missing] : []),
    ...optional(
      "Text removed from notes",
      lines.length > 0 ? ["The files mark each removed passage with its legal ground:", ...lines] : [],
    ),
    ...optional(
      "Data this law excludes from the package",
      withheld.length > 0
        ? [`We store the following data and may not disclose it in this package: ${withheld.join(", ")}.`]
        : [],
    ),
  ];
}
