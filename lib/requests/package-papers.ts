import { plainText } from "@/lib/format/exact-json";
import { visible } from "@/lib/format/visible";
import { sentence } from "@/lib/format/words";
import type { Paper, PaperSection } from "@/lib/requests/package-pdf";
import type { ProcessingRecord } from "@/lib/requests/processing-record";
import type { Bundle } from "@/lib/sessions/bundle";

/** What is known of one session for the letter. */
export type LetterSession = {
  id: string;
  createdAt: string;
  source: string;
  outcome: string | null;
  keptUntil: string;
  rule: string;
  checks: readonly { policy: string; score: number | null; threshold: number | null; status: string }[];
  recipients: readonly string[];
};

export type LetterFacts = {
  requestId: string;
  law: string;
  receivedOn: string;
  answeredOn: string;
  requester: string;
  record: ProcessingRecord;
  sessions: readonly LetterSession[];
  /** Fields that the law keeps out of the package, in words. */
  withheld: readonly string[];
  /** What was taken out of remarks, a line for each ground. */
  removed: readonly string[];
};

const said = (text: string) => text || "Not stated.";
const unique = (values: readonly string[]) => [...new Set(values)].sort();

const checkLine = ({ policy, score, threshold, status }: LetterSession["checks"][number]) =>
  `${sentence(policy)}: ${status}${score === null ? "" : `, score ${score}`}${threshold === null ? "" : `, threshold ${threshold}`}`;

/** The cover letter: every point of GDPR Art. 15(1)(a) to (h) and 15(2), from the record of processing and the data. */
export function letterOf(facts: LetterFacts): Paper {
  const { record, sessions } = facts;
  const recipients = unique([
    ...(record.recipients ? [record.recipients] : []),
    ...sessions.flatMap((each) => each.recipients),
  ]);
  const automated: PaperSection = {
    title: "Automated checks and what decided (Art. 15(1)(h))",
    paragraphs: [
      "Each session is checked automatically. A check gives a score, which is compared with a threshold; what does not pass, or raises doubt, is looked at by a person, who decides. These checks and scores led to each outcome:",
      ...sessions.flatMap(({ id, outcome, checks }) => [
        `${id}, ${outcome ? sentence(outcome) : "no outcome"}: ${checks.map(checkLine).join("; ") || "no automated check"}.`,
      ]),
    ],
  };
  return {
    title: `Your data: answer to request ${facts.requestId}`,
    intro: [
      `To ${visible(facts.requester)}. You asked on ${facts.receivedOn} what we hold about you (${facts.law}). This letter, of ${facts.answeredOn}, explains it; the files beside it are the copy of your data.`,
      sessions.length === 0
        ? "We hold no personal data about you."
        : `We hold data of ${sessions.length} ${sessions.length === 1 ? "verification" : "verifications"}. SHA256SUMS lists every file with its checksum and SIGNATURE proves that we made it; verify.html checks both, offline.`,
    ],
    sections: [
      {
        title: "Purposes of the processing (Art. 15(1)(a))",
        paragraphs: [said(record.purposes), said(record.legalBasis)],
      },
      {
        title: "Categories of personal data (Art. 15(1)(b))",
        paragraphs: [
          "Identity data from documents and forms, images of documents and of your face, results of checks, signals of fraud, screening results, technical data of your device and connection, notes of those who looked at your case.",
        ],
      },
      {
        title: "Who has received them (Art. 15(1)(c))",
        paragraphs: [recipients.length > 0 ? recipients.join("; ") : "Nobody outside our organization."],
      },
      {
        title: "How long we keep them (Art. 15(1)(d))",
        pairs: sessions.map(({ id, keptUntil, rule }) => [id, `${keptUntil} (${rule})`] as const),
        paragraphs: [
          sessions.length === 0
            ? "Nothing is kept."
            : "Longer where a law or the defence of a legal claim asks for it.",
        ],
      },
      {
        title: "Your rights (Art. 15(1)(e))",
        paragraphs: [
          "You may ask us to correct or erase your data or to restrict its processing, and you may object to the processing.",
          `Write to: ${said(record.contact)} Data protection officer: ${said(record.dataProtectionOfficer)}`,
        ],
      },
      {
        title: "Complaints (Art. 15(1)(f))",
        paragraphs: [`You may complain to a supervisory authority: ${said(record.authority)}`],
      },
      {
        title: "Where the data came from (Art. 15(1)(g))",
        paragraphs: ["From you, when you were verified, and from those who verified you for us:"],
        pairs: sessions.map(({ id, source, createdAt }) => [id, `${source}, ${createdAt}`] as const),
      },
      automated,
      { title: "Transfers to other countries (Art. 15(2))", paragraphs: [said(record.transfers)] },
      ...(facts.removed.length > 0
        ? [
            {
              title: "What was taken out of notes",
              paragraphs: [
                "Each place is marked in the files with the ground for it:",
                ...facts.removed.map((line) => `${line}.`),
              ],
            },
          ]
        : []),
      ...(facts.withheld.length > 0
        ? [
            {
              title: "What this law keeps out of this package",
              paragraphs: [`We hold, and may not disclose by this way: ${facts.withheld.join(", ")}.`],
            },
          ]
        : []),
    ],
  };
}

const skipped = new Set(["download_url", "download_url_expires_at"]);

function pairsOf(value: unknown, name = ""): [string, string][] {
  if (value === null || value === undefined || value === "") return [];
  if (Array.isArray(value))
    return value.flatMap((each, at) => pairsOf(each, name ? `${name} ${at + 1}` : `${at + 1}`));
  if (typeof value === "object")
    return Object.entries(value)
      .filter(([key]) => !skipped.has(key))
      .flatMap(([key, each]) => pairsOf(each, name ? `${name} · ${sentence(key)}` : sentence(key)));
  return [[name, visible(plainText(String(value)))]];
}

/** Everything held of one session, to be read by its subject. */
export function dataPaperOf(bundle: Bundle): Paper {
  const { session, result, ...rest } = bundle;
  return {
    title: `Verification ${session.id}`,
    sections: [
      { title: "Session", pairs: pairsOf(session) },
      { title: "Result", pairs: pairsOf(result) },
      ...Object.entries(rest).flatMap(([name, value]) => {
        const pairs = pairsOf(value);
        return pairs.length > 0 ? [{ title: sentence(name), pairs }] : [];
      }),
    ],
  };
}
