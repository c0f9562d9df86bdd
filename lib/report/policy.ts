import type { CheckDto } from "@/lib/checks/schema";
import type { ResultDto } from "@/lib/contract/result";
import { countryWithCode } from "@/lib/format/country";
import { exactUtc } from "@/lib/format/date";
import { counted } from "@/lib/format/number";
import { visible } from "@/lib/format/visible";
import { sentence, words } from "@/lib/format/words";
import type { Paper, PaperPair, PaperSection } from "@/lib/letters/pdf";
import type { Letterhead } from "@/lib/organization/load";
import type { ScreeningCheckDto } from "@/lib/screening/schema";
import type { SessionDto } from "@/lib/sessions/schema";
import type { RiskDto } from "@/lib/signals/schema";

/** What a report is made from: what its reader would be answered, call by call. */
export type ReportFacts = {
  session: SessionDto;
  /** Null while there is none. */
  result: ResultDto | null;
  checks: readonly CheckDto[];
  risk: RiskDto;
  screening: readonly ScreeningCheckDto[];
  head: Letterhead;
  madeAt: Date;
};

/** A value in one line. The parts of an address follow each other. */
function text(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "object") return visible(String(value));
  return Object.values(value).map(text).filter(Boolean).join(", ");
}
const yesNo = (value: boolean | null) => (value === null ? null : value ? "yes" : "no");

/** Keeps the pairs that have a value. */
const pairs = (given: readonly (readonly [string, string | number | null | undefined])[]): PaperPair[] =>
  given.flatMap(([name, value]) =>
    value === null || value === undefined || value === "" ? [] : [[name, visible(String(value))] as const],
  );

/** A section, or a sentence instead where there is nothing to say. */
const section = (title: string, rows: readonly PaperPair[], otherwise: string): PaperSection =>
  rows.length > 0 ? { title, pairs: rows } : { title, paragraphs: [otherwise] };

function ofSession({ session }: ReportFacts): PaperSection {
  const { id, externalRef, environment, status, createdAt, updatedAt, country, documentType } = session;
  return {
    title: "Session",
    pairs: pairs([
      ["Session", id],
      ["Reference", externalRef],
      ["Environment", environment],
      ["Status", words(status)],
      ["Created", exactUtc(createdAt)],
      ["Changed", exactUtc(updatedAt)],
      ["Country", country && countryWithCode(country)],
      ["Document", documentType && words(documentType)],
      ["Source", session.source],
      ["Stored data", words(session.retentionStatus)],
      ["Case", session.caseId],
      ["Status of the case", session.caseStatus && words(session.caseStatus)],
    ]),
  };
}

function ofResult({ result }: ReportFacts): PaperSection[] {
  if (!result) return [{ title: "Result", paragraphs: ["There is no result yet."] }];
  const { extractedData, sensitiveDataExpired, isMasked } = result;
  const data = Object.entries(extractedData).flatMap(([field, value]): PaperPair[] =>
    value === null || value === undefined ? [] : [[sentence(field), text(value)]],
  );
  const why = sensitiveDataExpired
    ? "The period in which these data are shown has ended."
    : "No data were extracted, or the reader of this report may not see them.";
  return [
    {
      title: "Result",
      pairs: pairs([
        ["Result", words(result.status)],
        ["Face matches the document", yesNo(result.faceMatchPassed)],
        ["Face match score", result.faceMatchScore],
        ["Age check passed", yesNo(result.ageCheckPassed)],
        ["Age", result.extractedAge],
        ["Reason code", result.rejectionReasonCode && words(result.rejectionReasonCode)],
        ["Reason", result.rejectionReason],
        ["Decided", result.processingMode && words(result.processingMode)],
      ]),
    },
    {
      ...section("Extracted data", data, why),
      ...(isMasked && data.length > 0 && { paragraphs: ["The values are masked, as for every member."] }),
    },
  ];
}

function ofChecks({ checks }: ReportFacts): PaperSection {
  const rows = checks.map(({ policy, status, score, threshold, attempt }): PaperPair => {
    const measured =
      score === null ? null : `score ${score}${threshold === null ? "" : `, threshold ${threshold}`}`;
    return [
      visible(sentence(policy)),
      [words(status), measured, attempt > 1 && `attempt ${attempt}`].filter(Boolean).join(", "),
    ];
  });
  return section("Checks", rows, "No checks were run.");
}

function ofRisk({ risk }: ReportFacts): PaperSection {
  const { riskScore, riskLevel, signals } = risk;
  const rows = [
    ...pairs([
      ["Risk", riskScore === null ? null : `${riskScore} of 100${riskLevel ? `, ${riskLevel}` : ""}`],
    ]),
    ...signals.map(
      ({ signalType, riskScore: score }): PaperPair => [
        visible(sentence(signalType)),
        score === null ? "found, without a score" : `adds ${score}`,
      ],
    ),
  ];
  return section("Risk and fraud signals", rows, "There is no risk score, and there are no fraud signals.");
}

function ofScreening({ screening }: ReportFacts): PaperSection {
  const rows = screening.flatMap(
    ({ checkType, status, hits, detail, lastCheckedAt, createdAt }): PaperPair[] => [
      [
        visible(sentence(checkType)),
        `${words(status)}, ${counted(hits.length, "hit")}, ${exactUtc(lastCheckedAt ?? createdAt)}`,
      ],
      ...(detail ? [["Remark", text(detail)] satisfies PaperPair] : []),
      ...hits.map((hit): PaperPair => {
        const state = hit.isConfirmed
          ? "confirmed as a match"
          : hit.isDismissed
            ? "no match"
            : "not resolved";
        const score = hit.matchScore === null ? null : `score ${hit.matchScore}`;
        return ["Hit", text([hit.name, hit.listName, score, state].filter(Boolean).join(", "))];
      }),
    ],
  );
  return section("Screening", rows, "No screening was done.");
}

/** Lays out a report of a session: what was found, without images, notes and what the reader may not see. */
export function reportOf(facts: ReportFacts): Paper {
  return {
    title: `Report on session ${facts.session.id}`,
    language: "en",
    head: facts.head,
    intro: [
      `Made on ${exactUtc(facts.madeAt)} from what is stored on that day. Images, notes and everything that the reader of this report may not see are left out. Where a line is missing, nothing is stored or nothing may be shown.`,
    ],
    sections: [ofSession(facts), ...ofResult(facts), ofChecks(facts), ofRisk(facts), ofScreening(facts)],
  };
}
