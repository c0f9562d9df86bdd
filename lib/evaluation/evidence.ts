import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { type DateKind, datesIn } from "@/lib/folding/dates";
import { readSources } from "@/lib/mrz/sources";
import { parseMrz } from "@/lib/mrz/zone";
import { blobs } from "@/lib/platform/blobs";
import { db } from "@/lib/platform/db";
import { log } from "@/lib/platform/log";
import { belowSession, keyOf } from "@/lib/platform/scope";
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
 * @throws AppError not_found; conflict when the session is restricted
 */
export async function gatherEvidence(actor: Actor, sessionId: string) {
  const session = await requireSession(actor, sessionId, "work");
  const [cipher, row, settings] = await Promise.all([
    cipherOf(actor, "session", session),
    db.session.findUniqueOrThrow({
      where: keyOf(session),
      select: { sealed: true, checkOverrides: true },
    }),
    currentSettings(actor),
  ]);
  const held = cipher.open("session", session.id, row.sealed) ?? {};
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
  const findable: Findable = {
    fields: held.fields,
    device: held.device,
    consentIp: held.consentIp,
    zone: mrz?.fields ?? null,
  };
  return {
    ...inScope(actor),
    session,
    held,
    documents,
    lines,
    mrz,
    findable,
    asked: askedChecks(row.checkOverrides),
    minimumAge: settings.review.minimumAge,
    now: new Date(),
  };
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

/** A day that the applicant stated. */
export type StatedDay = {
  value: string | null;
  source: "typed zone" | "stated";
  /** The zone and the field name different days: one of them is wrong. */
  isContradicted: boolean;
};

const kinds = { date_of_birth: "birth", document_expiration_date: "expiry" } as const;

/**
 * Returns a stated day: of the typed zone when all of its check digits are right, which speaks for what was typed;
 * otherwise of the field.
 */
export function statedDay({ mrz, held, now }: Evidence, field: keyof typeof kinds): StatedDay {
  const typed = held.fields?.[field];
  const stated = typeof typed === "string" && typed.trim() !== "" ? typed.trim() : null;
  const ofZone = mrz?.isValid ? mrz.fields[field] : null;
  if (ofZone === null) return { value: stated, source: "stated", isContradicted: false };
  const isContradicted = stated !== null && !mayAgree(ofZone, stated, kinds[field], now);
  return { value: ofZone, source: "typed zone", isContradicted };
}

/** Whether two texts may mean the same day. A text that cannot be read contradicts nothing. */
function mayAgree(one: string, other: string, kind: DateKind, now: Date): boolean {
  const [days, others] = [datesIn(one, kind, now), datesIn(other, kind, now)];
  if (days.length === 0 || others.length === 0) return true;
  return days.some((day) => others.some((each) => day.startsWith(each) || each.startsWith(day)));
}
