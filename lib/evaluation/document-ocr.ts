import { type Reading as Named, type Setting, sameness } from "@/lib/comparison/match";
import type { ComparedField } from "@/lib/contract/vocabulary";
import type { CheckAnswer } from "@/lib/evaluation/checks";
import type { Evidence } from "@/lib/evaluation/evidence";
import { ofLicence, type Reading } from "@/lib/evaluation/reading";
import { lineOf } from "@/lib/folding/addresses";
import { isIssuedByStates } from "@/lib/format/issuer";
import { words } from "@/lib/format/words";

/** What an applicant states that a zone and a barcode say too. */
const stated: readonly ComparedField[] = [
  "first_name",
  "last_name",
  "date_of_birth",
  "document_number",
  "document_expiration_date",
];

/** Lists the fields that were typed otherwise than they were read. A value that cannot be read contradicts nothing. */
function typedOtherwise({ held, reading, session, now }: Evidence): ComparedField[] {
  const { zone, licence } = reading;
  const fields = zone?.mrz.fields ?? licence;
  const issuer = zone?.mrz.fields.document_issuing_state ?? licence?.issuing_country ?? null;
  const setting: Setting = {
    now,
    issuer: {
      country: session.country ?? issuer,
      isIssuedByStates: isIssuedByStates(lineOf(held.fields?.document_type) ?? null),
    },
  };
  return stated.filter((field) => {
    const [typed, read] = [lineOf(held.fields?.[field]), lineOf(Object(fields)[field])];
    if (!typed || !read) return false;
    const isCut = zone?.mrz.fields.cut_names.some((name) => name === field) === true;
    const one: Named = { source: zone ? "mrz" : "barcode", value: read, isCut };
    return sameness(field, one, { source: "submitted", value: typed, isCut: false }, setting) === "different";
  });
}

/** Whether the typed zone says something else than the one that was read, apart from what was not read. */
function isOtherZone({ mrz, lines, reading }: Evidence): boolean {
  if (!lines || !reading.zone) return false;
  const read = reading.zone.mrz.lines;
  const typed = mrz?.lines ?? lines;
  return (
    typed.length !== read.length ||
    read.some((line, row) =>
      [...line].some((sign, at) => sign !== typed[row]?.[at] && !isLeftOut(reading, sign)),
    )
  );
}

const isLeftOut = ({ zone }: Reading, sign: string) => sign === "<" && (zone?.unsure.length ?? 0) > 0;

/** What is said of a document whose zone or barcode was read. */
function readAnswer(evidence: Evidence): CheckAnswer {
  const { reading, lines } = evidence;
  const { zone, licence } = reading;
  const isOther = isOtherZone(evidence);
  const details = {
    source: zone ? "zone" : "barcode",
    document: (zone ?? licence)?.document,
    ...(zone && { mrz_lines: zone.mrz.lines, unsure: zone.unsure, cut_names: zone.mrz.fields.cut_names }),
    ...(licence && { barcode: ofLicence(licence), barcode_version: licence.version }),
    ...(isOther && { typed_lines: lines }),
  };
  if (reading.isDivided)
    return { status: "failed", reason: "The pictures show two different documents.", details };
  if (isOther)
    return {
      status: "failed",
      reason: "The typed machine readable zone differs from the one that was read.",
      details,
    };
  const other = typedOtherwise(evidence);
  if (other.length > 0)
    return {
      status: "failed",
      reason: `Typed otherwise than it was read from the document: ${other.map(words).join(", ")}.`,
      details: { ...details, differs: other },
    };
  if (!zone) return { status: "passed", reason: "The barcode of the licence was read.", details };
  const unsure = zone.unsure.map(words).join(", ");
  return {
    status: "passed",
    reason: `The machine readable zone was read, and all its check digits are right.${unsure && ` Not read with certainty, and left out: ${unsure}.`}`,
    details,
  };
}

/** What is said of a zone that was only typed. */
function typedAnswer({ lines, mrz }: Evidence): CheckAnswer {
  const details = { mrz_lines: lines, source: "typed" };
  if (!mrz) return { status: "error", reason: "The typed machine readable zone cannot be read.", details };
  const wrong = mrz.checks.filter(({ isValid }) => !isValid).map(({ field }) => words(field));
  if (wrong.length > 0)
    return {
      status: "failed",
      reason: `Check digits of the typed zone are wrong: ${wrong.join(", ")}.`,
      details,
    };
  return {
    status: "passed",
    reason: "All check digits of the typed machine readable zone are right. None was read in the pictures.",
    details,
  };
}

/**
 * Whether what machines read in a document is right: its zone by the check digits (ICAO Doc 9303), the barcode of a
 * licence by its form (AAMVA), and both by what the applicant typed.
 */
export function documentOcr(evidence: Evidence): CheckAnswer {
  const { reading, lines } = evidence;
  if (reading.zone || reading.licence) return readAnswer(evidence);
  if (reading.wrong.length > 0)
    return {
      status: "failed",
      reason: `The machine readable zone was read clearly, and check digits are wrong: ${reading.wrong.map(words).join(", ")}.`,
      details: { check_digits: reading.wrong },
    };
  if (lines) return typedAnswer(evidence);
  if (reading.isUnclear)
    return {
      status: "error",
      reason: "There is a machine readable zone that cannot be read with certainty.",
    };
  if (reading.failed > 0)
    return { status: "error", reason: "A picture of the document could not be looked at." };
  return {
    status: "skipped",
    reason: reading.pictures
      ? "No machine readable zone and no barcode of a licence was found in the pictures."
      : "There is no photograph of a document to read.",
  };
}
