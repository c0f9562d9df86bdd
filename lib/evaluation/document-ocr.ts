import { type Reading as Named, type Setting, sameness } from "@/lib/comparison/match";
import type { ComparedField } from "@/lib/contract/vocabulary";
import type { CheckAnswer } from "@/lib/evaluation/checks";
import type { Evidence } from "@/lib/evaluation/evidence";
import { areOfTwo, ofLicence, whyUnread } from "@/lib/evaluation/reading";
import { lineOf } from "@/lib/folding/addresses";
import { foldDocumentKind } from "@/lib/folding/kinds";
import { foldNumber } from "@/lib/folding/numbers";
import { isIssuedByStates } from "@/lib/format/issuer";
import { words } from "@/lib/format/words";
import { partsOf } from "@/lib/reading/forms";

/** What names a person and a document: typed and not comparable with what was read, it is not confirmed. */
const naming: readonly ComparedField[] = [
  "first_name",
  "last_name",
  "date_of_birth",
  "document_number",
  "document_expiration_date",
];
/** What an applicant states that a zone and a barcode say too. */
const stated: readonly ComparedField[] = [
  ...naming,
  "document_type",
  "nationality",
  "document_issuing_state",
];
const names: readonly string[] = ["first_name", "last_name"];

type Typed = Record<"differs" | "uncompared", ComparedField[]>;

/** The code of a card, as a zone has it: a licence's barcode is on cards of identity too. */
const cardCode = "ID";

const passportCard = "IP";

/** What was read of a field; of a number also that in the optional data, which some cards print as the document's. */
function readValue({ reading }: Evidence, field: ComparedField, typed: string): string | null {
  const { zone, licence } = reading;
  if (!zone) return field === "document_type" ? cardCode : lineOf(Object(licence)[field]);
  const second =
    field === "document_number" &&
    zone.mrz.fields.optional_data.find((text) => foldNumber(text) === foldNumber(typed));
  // A passport card is a card and a passport: its holder may call it either.
  if (field === "document_type" && zone.mrz.fields.document_type === passportCard) return null;
  return second || lineOf(Object(zone.mrz.fields)[field]);
}

/**
 * Lists the fields that were typed otherwise than they were read, and the naming ones that cannot be compared: in
 * another script, unreadable, or a name that was not read. A document without a day of expiry confirms none and
 * contradicts none.
 */
function compareTyped(evidence: Evidence): Typed {
  const { held, reading, session, now } = evidence;
  const { zone, licence } = reading;
  const issuer = zone?.mrz.fields.document_issuing_state ?? licence?.issuing_country ?? null;
  const setting: Setting = {
    now,
    issuer: {
      country: session.country ?? issuer,
      isIssuedByStates: isIssuedByStates(lineOf(held.fields?.document_type) ?? null),
    },
  };
  const found: Typed = { differs: [], uncompared: [] };
  for (const field of stated) {
    const typed = lineOf(held.fields?.[field]);
    if (!typed) continue;
    const read = readValue(evidence, field, typed);
    if (!read && names.includes(field)) found.uncompared.push(field);
    if (!read) continue;
    const isCut = zone?.mrz.fields.cut_names.some((name) => name === field) === true;
    const one: Named = { source: zone ? "mrz" : "barcode", value: read, isCut };
    const same = sameness(field, one, { source: "submitted", value: typed, isCut: false }, setting);
    if (same === "different") found.differs.push(field);
    if (same === "incomparable" && naming.includes(field)) found.uncompared.push(field);
  }
  return found;
}

/**
 * Whether the typed zone says something else than what was read: than the zone, apart from the parts that were not read
 * with certainty, or than the barcode.
 */
function isOtherZone({ mrz, lines, reading }: Evidence): boolean {
  if (!lines) return false;
  const { zone, licence } = reading;
  if (!zone) return areOfTwo(mrz?.fields ?? null, licence);
  const read = zone.mrz.lines;
  const typed = mrz?.lines ?? lines;
  const parts = partsOf(zone.mrz.format);
  const isLeftOut = (row: number, at: number) => {
    const part = parts[row]?.[at];
    return part ? zone.unsure.includes(part) : false;
  };
  return (
    typed.length !== read.length ||
    read.some((line, row) => [...line].some((sign, at) => sign !== typed[row]?.[at] && !isLeftOut(row, at)))
  );
}

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
  const failed = (reason: string, more: object = {}): CheckAnswer => ({
    status: "failed",
    reason,
    details: { ...details, ...more },
  });
  const error = (reason: string): CheckAnswer => ({ status: "error", reason, details });
  if (reading.isDivided) return failed("The pictures show two different documents.");
  if (isOther) return failed("The typed machine readable zone differs from what was read.");
  // Nothing was read that the typed zone could be compared with sign by sign: it has to be right by itself.
  const ofTyped = lines && !zone ? typedAnswer(evidence) : null;
  if (ofTyped && ofTyped.status !== "passed") return { ...ofTyped, details };
  const { differs, uncompared } = compareTyped(evidence);
  if (differs.length > 0)
    return failed(`Typed otherwise than it was read from the document: ${differs.map(words).join(", ")}.`, {
      differs,
    });
  if (foldDocumentKind(zone?.mrz.fields.document_type ?? cardCode).kind === "visa")
    return error("The zone is that of a visa, which is not a document of identity.");
  if (zone?.unsure.includes("names")) return error("The names in the zone were not read with certainty.");
  if (uncompared.length > 0)
    return error(
      `Cannot be compared with what was read from the document: ${uncompared.map(words).join(", ")}.`,
    );
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
  if (reading.wrong.length > 0)
    return {
      status: "failed",
      reason: `The machine readable zone was read clearly, and check digits are wrong: ${reading.wrong.map(words).join(", ")}.`,
      details: { check_digits: reading.wrong },
    };
  const isRead = reading.zone !== null || reading.licence !== null;
  const answer = isRead ? readAnswer(evidence) : lines ? typedAnswer(evidence) : null;
  // Nothing passes beside a picture that could not be read: it may show what contradicts.
  const unread = answer?.status === "failed" ? null : whyUnread(reading);
  if (unread) return { status: "error", reason: unread, ...(answer?.details && { details: answer.details }) };
  if (answer) return answer;
  return {
    status: "skipped",
    reason: reading.pictures
      ? "No machine readable zone and no barcode of a licence was found in the pictures."
      : "There is no photograph of a document to read.",
  };
}
