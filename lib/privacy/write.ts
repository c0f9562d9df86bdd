import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { endLinks, forgetInvites } from "@/lib/captures/load";
import { isExpirable } from "@/lib/captures/policy";
import type { Bundle } from "@/lib/contract/bundle";
import type { SessionStatus } from "@/lib/contract/vocabulary";
import { emptyPersonalColumns, finishRedaction, noteErasures } from "@/lib/erasure/columns";
import { evidenceOf, keepEvidence } from "@/lib/erasure/evidence";
import { recordEvent } from "@/lib/events/record";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { belowSession, keyOf, type Scope, sameScope, scopeSql } from "@/lib/platform/scope";
import { identityGoingWith } from "@/lib/privacy/load";
import type { Cause } from "@/lib/privacy/policy";
import type { BulkRedactDto, BulkRedactInput, RedactionDto } from "@/lib/privacy/schema";
import { refuseHeld } from "@/lib/records/held";
import { keptColumns, type Restricted, refuseRestricted } from "@/lib/records/kept";
import { openSession, requireSession } from "@/lib/records/open";
import { refuseRetained } from "@/lib/records/retained";
import { refuseUndecided } from "@/lib/records/undecided";
import { exportBundle } from "@/lib/sessions/export";
import { createdSource } from "@/lib/sessions/policy";
import { currentSettings } from "@/lib/settings/load";
import { redactedColumns } from "@/lib/vault/field-map";
import { queueWebhooks } from "@/lib/webhooks/write";
import { endRuns } from "@/lib/workflow/write";

/**
 * Exports everything stored for a session, decrypted, ignoring whitelist and window (GDPR Art. 15). The export is
 * recorded together with its answer.
 */
export async function exportSession(actor: Actor, input: { sessionId: string }): Promise<Bundle> {
  authorize(actor, "privacy:export");
  const session = await openSession(actor, input.sessionId, "read");
  const bundle = await exportBundle(actor, session);
  await recordEvent(db, actor, {
    type: "api.session.export",
    metadata: { documents: bundle.documents?.length ?? 0 },
    resource: { type: "session", id: session.id },
  });
  return bundle;
}

/**
 * Redacts one session for good (GDPR Art. 17). Repeating it is no error.
 * @throws AppError validation_error when a person has not typed the session's id; conflict while a legal hold covers
 * it, its case is open, or a law retains it and no reason is given
 */
export async function redactSession(
  actor: Actor,
  input: { sessionId: string; confirm?: string; reason?: string },
): Promise<RedactionDto> {
  authorize(actor, "privacy:redact");
  const session = await requireSession(actor, input.sessionId, "erase");
  if (actor.kind === "person" && input.confirm !== session.id) throw unconfirmed("the session's id");
  const { isNew, documentsRemoved } = await redact(actor, session.id, false, "redaction", input.reason);
  return {
    status: isNew ? "deleted" : "already_redacted",
    sessionId: session.id,
    documentsRemoved,
    message: isNew
      ? "The personal data and documents of this session were erased."
      : "This session was already redacted. No data was left to erase.",
  };
}

/**
 * Redacts up to 100 sessions one by one. A session that fails or does not exist does not stop the others.
 * @throws AppError validation_error when a person has not typed `redact N`
 */
export async function bulkRedact(actor: Actor, input: BulkRedactInput): Promise<BulkRedactDto> {
  authorize(actor, "privacy:redact");
  const ids = [...new Set(input.sessionIds)];
  const phrase = `redact ${ids.length}`;
  if (actor.kind === "person" && input.confirm !== phrase) throw unconfirmed(`“${phrase}”`);
  const results: BulkRedactDto["results"] = [];
  for (const sessionId of ids) results.push(await redactOneOf(actor, sessionId));
  return { total: results.length, results };
}

async function redactOneOf(actor: Actor, sessionId: string): Promise<BulkRedactDto["results"][number]> {
  try {
    // Restricted sessions are reserved for compliance here too.
    const { id } = await requireSession(actor, sessionId, "erase");
    const { isNew, documentsRemoved } = await redact(actor, id, true);
    return { sessionId, status: isNew ? "deleted" : "already_redacted", documentsRemoved };
  } catch (error) {
    const isMissing = error instanceof AppError && error.code === "not_found";
    if (!(error instanceof AppError)) log.error({ err: error, sessionId }, "redaction failed");
    return { sessionId, status: isMissing ? "not_found" : "failed", documentsRemoved: 0 };
  }
}

const unconfirmed = (what: string) =>
  new AppError("validation_error", `Type ${what} to confirm.`, {
    fields: [{ field: "confirm", message: `must be ${what}` }],
  });

/**
 * Erases a session that a request or a retention rule has decided about.
 * @throws AppError conflict while a legal hold covers it
 */
export async function eraseSession(
  actor: Actor,
  sessionId: string,
  cause: Cause = "request",
): Promise<{ isNew: boolean; documentsRemoved: number }> {
  authorize(actor, "privacy:redact");
  return redact(actor, sessionId, true, cause);
}

/**
 * Erases a session again that a backup has restored. Legal holds do not stop it, because there was none when the
 * session was erased. The customer got the webhook then and does not get it again.
 */
export async function eraseAgain(actor: Actor, sessionId: string): Promise<void> {
  authorize(actor, "privacy:redact");
  await redact(actor, sessionId, true, "replay");
}

/** The recorded reason for erasing something again. */
export const broughtBack = "already erased; a backup had restored it";

/** Commits the rows first and destroys the keys afterwards. The next start finishes what a crash interrupts. */
async function redact(
  actor: Actor,
  sessionId: string,
  bulk: boolean,
  cause: Cause = "redaction",
  reason?: string,
): Promise<{ isNew: boolean; documentsRemoved: number }> {
  const done = await db.$transaction((tx) => redactRows(actor, tx, sessionId, bulk, cause, reason), {
    timeout: 30_000,
  });
  for (const dataKeyId of done.dataKeyIds) await finishRedaction(dataKeyId);
  return done;
}

/**
 * The first half of a redaction, in the caller's transaction: empties the rows and notes the keys. After the commit
 * the caller calls `finishRedaction` for each of `dataKeyIds`.
 * @throws AppError not_found; conflict while a legal hold covers the session, its case is open, or a law retains it
 * and no reason is given
 */
export async function redactRows(
  actor: Actor,
  tx: Transaction,
  sessionId: string,
  bulk: boolean | { redactionId: string },
  cause: Cause = "redaction",
  reason = cause === "replay" ? broughtBack : undefined,
): Promise<{ isNew: boolean; documentsRemoved: number; dataKeyIds: string[] }> {
  authorize(actor, "privacy:redact");
  if (sessionId.includes("\0")) throw new AppError("not_found", "Session not found.");
  const scope = inScope(actor);
  const [locked] = await tx.$queryRaw<LockedSession[]>`
    SELECT pk, id, external_ref AS "externalRef", status::text AS status, source, identity_pk AS "identityPk", retention_status::text AS "retentionStatus", data_key_id::text AS "dataKeyId",
      restricted_until_on AS "restrictedUntilOn", ${keptColumns}
    FROM sessions s WHERE ${scopeSql(scope, "s")} AND id = ${sessionId} FOR UPDATE`;
  if (!locked) throw new AppError("not_found", "Session not found.");
  // The session before its case, as decisions and imports lock them.
  await tx.$queryRaw`SELECT 1 FROM review_cases WHERE ${scopeSql(scope)} AND session_pk = ${locked.pk} FOR UPDATE`;
  const session = { ...scope, ...locked };
  if (session.retentionStatus === "redacted" && !session.dataKeyId)
    return { isNew: false, documentsRemoved: 0, dataKeyIds: [] };
  if (cause !== "replay")
    await refuseKept(tx, actor, session, { cause, reason, isListed: typeof bulk === "object" });
  const documentsRemoved = await tx.document.count({
    where: { ...belowSession(session), blobKey: { not: null } },
  });
  const going = { ...session, takenIdentity: await identityGoingWith(tx, actor, session, cause) };
  const evidence = await evidenceOf(tx, going);
  await emptyPersonalColumns(tx, going);
  const now = new Date();
  // Nobody captures a session that is erased: it has ended.
  const isCapturedHere = session.source === createdSource && isExpirable(session.status);
  if (isCapturedHere) await endLinks(tx, session, now);
  await forgetInvites(tx, session);
  await endRuns(tx, session);
  await tx.session.update({
    where: keyOf(session),
    data: {
      ...redactedColumns("Session"),
      retentionStatus: "redacted",
      redactedAt: now,
      updatedAt: now,
      ...(isCapturedHere && { status: "expired" as const, terminalAt: now }),
    },
    select: { pk: true },
  });
  const { id, dataKeyId } = session;
  const ended = [
    ...(dataKeyId ? [{ kind: "session" as const, id, dataKeyId }] : []),
    ...(await endPackages(tx, session)),
  ];
  await noteErasures(tx, actor, ended);
  const isExpired = cause === "retention";
  if (isExpired) await queueWebhooks(tx, actor, ["session.retention-expired"], session);
  if (cause !== "replay") await queueWebhooks(tx, actor, ["session.redacted"], session);
  const eventId = await recordEvent(tx, actor, {
    type: "session.redacted",
    metadata: {
      documentsRemoved,
      ...(typeof bulk === "object" ? { bulk: true, ...bulk } : { bulk }),
      ...(reason && { reason }),
    },
    resource: { type: "session", id },
  });
  await keepEvidence(tx, session, evidence && { ...evidence, erased_at: now.toISOString(), event: eventId });
  if (isExpired)
    await recordEvent(tx, actor, {
      type: "session.retention-expired",
      metadata: { documentsRemoved },
      resource: { type: "session", id: session.id },
    });
  return { isNew: true, documentsRemoved, dataKeyIds: ended.map((each) => each.dataKeyId) };
}

/**
 * Asks once more, under the lock, whether anything keeps a session: much may have happened since it was chosen.
 * @param options.isListed it was chosen with others, by a bulk redaction
 * @throws AppError conflict
 */
async function refuseKept(
  tx: Transaction,
  actor: Actor,
  session: Scope & LockedSession,
  { cause, reason, isListed }: { cause: Cause; reason: string | undefined; isListed: boolean },
): Promise<void> {
  await refuseHeld(tx, session);
  await refuseUndecided(tx, session);
  if (cause === "redaction") refuseRestricted(session, reason);
  if (cause === "request" && session.isAsked)
    throw new AppError("conflict", "A request restricts the processing of this session. Lift that first.");
  // The contract lets a key redact without a reason. The plan of a request has asked for its own law.
  const asksLaw = cause === "retention" || (cause === "redaction" && (actor.kind === "person" || isListed));
  if (asksLaw && !reason) await refuseRetained(tx, session, await currentSettings(actor));
}

/** Ends packages that contain a copy of the session's data. Returns them with the ids of their keys. */
async function endPackages(tx: Transaction, session: Scope & { pk: bigint }) {
  const ended = await tx.$queryRaw<{ id: string; dataKeyId: string }[]>`
    WITH gone AS (
      SELECT p.pk, p.data_key_id FROM packages p JOIN request_matches m ON ${sameScope("m", "p")} AND m.request_pk = p.request_pk
      WHERE ${scopeSql(session, "m")} AND m.session_pk = ${session.pk} AND m.state = 'accepted' AND p.data_key_id IS NOT NULL FOR UPDATE OF p)
    UPDATE packages SET status = 'destroyed', data_key_id = NULL, sealed = NULL FROM gone
    WHERE ${scopeSql(session, "packages")} AND packages.pk = gone.pk
    RETURNING packages.id, gone.data_key_id::text AS "dataKeyId"`;
  return ended.map((each) => ({ kind: "package" as const, ...each }));
}

type LockedSession = Restricted & {
  identityPk: bigint | null;
  retentionStatus: string;
  pk: bigint;
  id: string;
  externalRef: string | null;
  status: SessionStatus;
  source: string;
  dataKeyId: string | null;
};
