import { z } from "zod";
import { type Candidate, type DocReaderAnswer, readDocReader } from "@/lib/regula/answer";
import { documentChecks, faceCheck, livenessCheck } from "@/lib/regula/checks";
import { kindOf } from "@/lib/regula/kinds";
import { readPictures } from "@/lib/regula/pictures";
import { type RegulaSession, readSession } from "@/lib/regula/session";
import type { RegulaSettings } from "@/lib/regula/settings";
import { type DocumentText, readText } from "@/lib/regula/text";
import type { Mapped, MappingFacts, VendorRecord } from "@/lib/vendors/adapter";
import { countryOf, toBundle, type VendorCheck, type VendorImage } from "@/lib/vendors/bundle";
import { VendorError } from "@/lib/vendors/error";
import { instantIn, number, oneLine, present, sexOf, textOf } from "@/lib/vendors/fields";
import { readAnswer } from "@/lib/vendors/read";

/** The name of a session's document in the record, and of a file's. */
export const sessionDocument = "session";
export const fileDocument = (name: string): string => `file:${name}`;
/** The `download_url` of an image that is a file of its own. */
export const fileUrl = (name: string): string => `file:${name}`;

type Wanted = RegulaSettings["docReader"];

/** Returns the name of the file of a kind: by its type, or by its name where no file says a type that is wanted. */
export function fileNamed({ files }: RegulaSession, { types, names }: Wanted): string | null {
  const byType = [...files].find(([, { type }]) => type !== null && types.includes(type));
  return byType?.[0] ?? names.find((name) => files.has(name)) ?? null;
}

const isAddress = (value: unknown) => typeof value === "string" && /^(https?:\/\/|\/)\S+$/.test(value);

/** Returns where a file is: a property may hold its address too, because the sample workflow calls images properties. */
export function addressOf({ files, properties }: RegulaSession, name: string): string | null {
  const property = properties[name];
  return files.get(name)?.url ?? (isAddress(property) ? String(property) : null);
}

const faceMatch = z.looseObject({
  results: z.array(z.looseObject({ similarity: number.nullish() })).nullish(),
});

function similarityIn(text: string | undefined): number | null {
  if (text === undefined) return null;
  return readAnswer(faceMatch, text, "Regula's comparison of faces").results?.[0]?.similarity ?? null;
}

function propertyOf({ properties }: RegulaSession, names: readonly string[] | undefined): string | null {
  for (const name of names ?? []) {
    const text = oneLine(textOf(properties[name]));
    if (text) return text;
  }
  return null;
}

const wholeIn = (text: string | null | undefined) => (text && /^\d{1,4}$/.test(text) ? Number(text) : null);

/** The document that the pages show, by the first page that Regula knows. */
function candidatesOf(answer: DocReaderAnswer | null): { page: number; candidate: Candidate }[] {
  const found = (answer?.ContainerList.List ?? []).flatMap(({ OneCandidate, page_idx }) =>
    OneCandidate ? [{ page: page_idx ?? 0, candidate: OneCandidate }] : [],
  );
  return found.toSorted((left, right) => left.page - right.page);
}

const shownCandidates = (candidates: ReturnType<typeof candidatesOf>) =>
  candidates.map(({ page, candidate: { DocumentName, ID, P, FDSIDList } }) =>
    present({
      page,
      name: oneLine(DocumentName),
      id: oneLine(ID),
      confidence: P,
      type: FDSIDList?.dType,
      description: oneLine(FDSIDList?.dDescription),
      country: oneLine(FDSIDList?.ICAOCode),
      year: oneLine(FDSIDList?.dYear),
    }),
  );

type Document = { type: string | null; country: string | null; shown: Record<string, unknown>[] };

function documentOf(
  session: RegulaSession,
  settings: RegulaSettings,
  answer: DocReaderAnswer | null,
): Document {
  const candidates = candidatesOf(answer);
  const known = candidates.find(({ candidate }) => candidate.FDSIDList?.dType !== undefined)?.candidate
    .FDSIDList;
  const said = propertyOf(session, settings.properties.document_type);
  const type = known?.dType ?? wholeIn(said);
  return {
    type: type === null || type === undefined ? said : kindOf(type, known?.dDescription),
    country: candidates.map(({ candidate }) => candidate.FDSIDList?.ICAOCode).find(Boolean) ?? null,
    shown: shownCandidates(candidates),
  };
}

/**
 * What the document says, and where it says nothing, the properties. A name that is not told apart into its parts goes whole
 * into the surname (ICAO Doc 9303 part 3, section 4.6: such a name is the primary identifier).
 */
function extractedOf(
  session: RegulaSession,
  settings: RegulaSettings,
  text: DocumentText | null,
  { type, country }: Document,
  remarks: string[],
): Record<string, unknown> {
  const { full_name, age: _, document_type: __, ...fields } = settings.properties;
  const found: Record<string, unknown> = {};
  for (const [field, names] of Object.entries(fields)) found[field] = propertyOf(session, names);
  found.gender = sexOf(textOf(found.gender));
  const said = { ...present(found), ...present(text?.extracted ?? {}) };
  const whole = text?.fullName ?? propertyOf(session, full_name);
  if (!said.first_name && !said.last_name && whole) {
    said.last_name = whole;
    remarks.push("The name was given in one piece, and stands whole as the surname.");
  }
  return present({
    document_issuing_state: countryOf(country),
    ...said,
    nationality: countryOf(textOf(said.nationality)) ?? said.nationality,
    document_type: type ?? said.document_type,
  });
}

const pageNames = ["front", "back"];

/** Images that are files of their own, where the DocReader answer has no such image. */
function fileImages(
  session: RegulaSession,
  settings: RegulaSettings,
  held: readonly VendorImage[],
  type: string | null,
) {
  const shown = new Set(held.map(({ name }) => name));
  return Object.entries(settings.images).flatMap(([file, shows]): VendorImage[] => {
    const isPage = pageNames.includes(shows);
    if (shown.has(shows) || addressOf(session, file) === null) return [];
    shown.add(shows);
    const [kind, page] = isPage ? [type, shows] : [shows, null];
    return [{ name: shows, kind, page, downloadUrl: fileUrl(file) }];
  });
}

function answerOf(session: RegulaSession, settings: RegulaSettings, record: VendorRecord, remarks: string[]) {
  const name = fileNamed(session, settings.docReader);
  if (name === null) return null;
  const text = record[fileDocument(name)];
  if (text === undefined) {
    remarks.push("The file with the DocReader answer was not there, so the document was not read.");
    return null;
  }
  return { document: fileDocument(name), answer: readDocReader(text) };
}

const instantAt = (session: RegulaSession, names: readonly string[]) =>
  names.map((name) => instantIn(session[name])).find(Boolean) ?? null;

const passed = (checks: readonly VendorCheck[], policy: string) => {
  const status = checks.find((check) => check.policy === policy)?.status;
  return status === "passed" ? true : status === "failed" ? false : null;
};

/** Reads a record of Regula's as a bundle. */
export function mapRegula(record: VendorRecord, settings: RegulaSettings, facts: MappingFacts): Mapped {
  const text = record[sessionDocument];
  if (text === undefined) throw new VendorError("incomplete", "The record has no session of Regula's.");
  const session = readSession(text);
  const remarks: string[] = [];
  const raw = String(session.status);
  const outcome = settings.statuses[raw] ?? "needs_review";
  if (settings.statuses[raw] === undefined)
    remarks.push(`The settings do not name the status ${raw}, so the session needs review.`);
  const read = answerOf(session, settings, record, remarks);
  const words = read && readText(read.answer);
  const document = documentOf(session, settings, read?.answer ?? null);
  const compared = fileNamed(session, settings.faceMatch);
  const similarity = similarityIn(compared === null ? undefined : record[fileDocument(compared)]);
  const faces = faceCheck(session, settings, similarity, remarks);
  const checks = [
    ...(read && words ? documentChecks(read.answer, words) : []),
    ...livenessCheck(session, settings),
    ...faces,
  ];
  const pictures = read ? readPictures(read.answer, read.document, document.type) : [];
  const extra = present({
    locale: session.locale,
    document_candidates: document.shown.length > 0 ? document.shown : null,
    chip_page: read?.answer.ChipPage,
  });
  const bundle = toBundle(
    {
      ...{ vendor: "regula", id: session.id, vendorStatus: raw, outcome },
      createdAt: instantAt(session, settings.created),
      updatedAt: instantAt(session, settings.updated),
      externalRef: oneLine(textOf(session.metadata?.[settings.externalRef])),
      workflowId: session.workflow?.id ?? session.workflowId ?? null,
      metadata: session.metadata ?? null,
      country: document.country,
      documentType: document.type,
      submitted: Object.fromEntries(
        Object.entries(settings.submitted).map(([field, names]) => [field, propertyOf(session, names)]),
      ),
      extracted: extractedOf(session, settings, words, document, remarks),
      age: words?.age ?? wholeIn(propertyOf(session, settings.properties.age)),
      agePassed: passed(checks, "age_check"),
      facePassed: passed(checks, "face_match"),
      faceScore: faces[0]?.score ?? null,
      checks,
      images: [...pictures, ...fileImages(session, settings, pictures, document.type)],
      extra: { vendor: extra },
    },
    facts,
    remarks,
  );
  return { bundle, vendorStatus: raw, remarks };
}
