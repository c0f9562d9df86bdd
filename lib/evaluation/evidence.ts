import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { extractedFrom, keptReading, readDocuments, unread } from "@/lib/evaluation/reading";
import { type DateKind, datesIn } from "@/lib/folding/dates";
import { readSources } from "@/lib/mrz/sources";
import { parseMrz } from "@/lib/mrz/zone";
import { blobs } from "@/lib/platform/blobs";
import { db } from "@/lib/platform/db";
import { log } from "@/lib/platform/log";
import { belowSession, keyOf, type Scope } from "@/lib/platform/scope";
import { cipherOf, requireSession } from "@/lib/records/open";
import { currentSettings } from "@/lib/settings/load";
import type { Findable } from "@/lib/vault/blind-index";
import type { RecordCipher } from "@/lib/vault/cipher";
import { askedChecks } from "@/lib/workflow/policy";

/** One document of a session with its bytes; `bytes` is null when its file is missing or cannot be opened. */
export type EvidenceDocument = { docType: string; mimeType: string | null; bytes: Buffer | null };

/** Everything that the checks of a session look at. */
export type Evidence = Awaited<ReturnType<typeof gatherEvidence>>;

const most = 20;

/**
 * Reads what the checks of a session look at, under a job's name.
 * @param only the check that is run again; unless it reads the pictures itself, what was read of them is kept
 * @throws AppError not_found; conflict when the session is restricted
 */
export async function gatherEvidence(actor: Actor, sessionId: string, only: string | null = null) {
  const session = await requireSession(actor, sessionId, "work");
  const [cipher, row, settings] = await Promise.all([
    cipherOf(actor, "session", session),
    db.session.findUniqueOrThrow({
      where: keyOf(session),
      select: { sealed: true, checkOverrides: true, result: { select: { sealed: true } } },
    }),
    currentSettings(actor),
  ]);
  const held = cipher.open("session", session.id, row.sealed) ?? {};
  const extracted = cipher.open("result", session.id, row.result?.sealed ?? null)?.extractedData ?? null;
  const documents: EvidenceDocument[] = [];
  const rows = await db.document.findMany({
    where: belowSession(session),
    orderBy: { pk: "asc" },
    take: most,
    select: { docType: true, mimeType: true, blobKey: true },
  });
  for (const { docType, mimeType, blobKey } of rows) {
    documents.push({ docType, mimeType, bytes: blobKey ? await openedFile(cipher, blobKey) : null });
  }
  const { lines, mrz } = zoneIn(held.fields);
  const asked = askedChecks(row.checkOverrides);
  const isRead = asked.includes("document_ocr");
  const kept = isRead && only !== null && only !== "document_ocr" ? await keptOf(cipher, session) : null;
  const reading = kept ?? (isRead ? await readDocuments(documents) : unread);
  const findable: Findable = {
    extractedData: extractedFrom(reading),
    fields: held.fields,
    device: held.device,
    consentIp: held.consentIp,
    zone: reading.zone?.mrz.fields ?? mrz?.fields ?? null,
  };
  return {
    ...inScope(actor),
    session,
    held,
    /** What an earlier evaluation read, with what was corrected since; null before the first. */
    extracted,
    documents,
    /** The zone that was typed in. */
    lines,
    mrz,
    reading,
    findable,
    asked,
    minimumAge: settings.review.minimumAge,
    now: new Date(),
  };
}

/** What was read of a session's pictures when all of them were read; null when they have to be read again. */
async function keptOf(cipher: RecordCipher, session: Scope & { pk: bigint; id: string }) {
  const last = await db.check.findFirst({
    where: { ...belowSession(session), policy: "document_ocr" },
    orderBy: { attempt: "desc" },
    select: { attempt: true, status: true, sealed: true },
  });
  if (last?.status !== "passed") return null;
  return keptReading(cipher.open("check", `document_ocr/${last.attempt}`, last.sealed)?.details);
}

/** Opens a file; null when it is missing or damaged, so that its check says so and the others still run. */
async function openedFile(cipher: RecordCipher, blobKey: string): Promise<Buffer | null> {
  const sealed = cipher.isDestroyed ? null : await blobs().get(blobKey);
  try {
    return sealed && cipher.openImage(blobKey, sealed);
  } catch (err) {
    log.error({ err, blobKey }, "a document could not be opened");
    return null;
  }
}

/** The machine readable zone that was typed in or sent as `fields.mrz`; `mrz` is null when it cannot be read. */
function zoneIn(fields: Record<string, unknown> | null | undefined) {
  const lines = readSources(fields).mrzLines;
  return { lines, mrz: lines ? parseMrz(lines) : null };
}

/** A day of the document or of the applicant, with where it is from. */
export type StatedDay = {
  value: string | null;
  source: "zone" | "barcode" | "typed zone" | "stated";
  /** The typed zone and the field name different days: one of them is wrong. */
  isContradicted: boolean;
};

const kinds = { date_of_birth: "birth", document_expiration_date: "expiry" } as const;

/**
 * Returns a day: as it was read from the document; else of the typed zone when all of its check digits are right, which
 * speaks for what was typed; otherwise of the field. What was read decides, and what was typed otherwise fails
 * `document_ocr`.
 */
export function statedDay(evidence: Evidence, field: keyof typeof kinds): StatedDay {
  const { mrz, held, now, reading } = evidence;
  const isContradicted = false;
  const [ofZone, ofBarcode] = [reading.zone?.mrz.fields[field], reading.licence?.[field]];
  if (ofZone) return { value: ofZone, source: "zone", isContradicted };
  if (ofBarcode) return { value: ofBarcode, source: "barcode", isContradicted };
  const typed = held.fields?.[field];
  const stated = typeof typed === "string" && typed.trim() !== "" ? typed.trim() : null;
  const ofTyped = mrz?.isValid ? mrz.fields[field] : null;
  if (ofTyped === null) return { value: stated, source: "stated", isContradicted };
  const differs = stated !== null && !mayAgree(ofTyped, stated, kinds[field], now);
  return { value: ofTyped, source: "typed zone", isContradicted: differs };
}

/** Whether two texts may mean the same day. A text that cannot be read contradicts nothing. */
function mayAgree(one: string, other: string, kind: DateKind, now: Date): boolean {
  const [days, others] = [datesIn(one, kind, now), datesIn(other, kind, now)];
  if (days.length === 0 || others.length === 0) return true;
  return days.some((day) => others.some((each) => day.startsWith(each) || each.startsWith(day)));
}
