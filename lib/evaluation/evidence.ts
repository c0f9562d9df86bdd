import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
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
  const { lines, zone } = zoneIn(held.fields);
  const findable: Findable = { fields: held.fields, device: held.device, consentIp: held.consentIp, zone };
  return {
    ...inScope(actor),
    session,
    held,
    documents,
    lines,
    zone,
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

/** The machine readable zone that was typed in or sent as `fields.mrz`. */
function zoneIn(fields: Record<string, unknown> | null | undefined) {
  const lines = readSources(fields).mrzLines;
  return { lines, zone: lines ? (parseMrz(lines)?.fields ?? null) : null };
}

/** Returns a stated value of the applicant: of the typed zone, whose check digits speak for it, or of a field. */
export function statedDay(
  { zone, held }: Evidence,
  field: "date_of_birth" | "document_expiration_date",
): string | null {
  const typed = held.fields?.[field];
  return zone?.[field] ?? (typeof typed === "string" && typed.trim() !== "" ? typed.trim() : null);
}
