import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { jobActor } from "@/lib/actor/job";
import { finishRedaction } from "@/lib/erasure/columns";
import { recordEvent } from "@/lib/events/record";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { acrossOrganizations, type Scope, sameScope, scopeOf, scopeSql } from "@/lib/platform/scope";
import type { Tick } from "@/lib/platform/tick";
import { redactRows } from "@/lib/privacy/write";
import type { RedactionOutcome } from "@/lib/redactions/schema";

/** Bulk redactions begin within seconds, and continue after a crash. */
export const redactTick: Tick = { name: "redactions.run", everySeconds: 2, run: runRedactions };

type Running = Scope & { pk: bigint; id: string; organizationId: string };

/**
 * Works on every bulk redaction that runs, a session at a time in turn. A session, its outcome and its event are one
 * transaction: a kill leaves it whole or gone and noted, and two workers never take the same one.
 */
export async function runRedactions(signal?: AbortSignal): Promise<void> {
  const running = await db.$queryRaw<Running[]>`
    SELECT ${acrossOrganizations("redactions.run")} r.organization_pk AS "organizationPk", r.pk, r.id, o.id AS "organizationId", r.environment::text AS environment
    FROM redactions r JOIN organizations o ON o.pk = r.organization_pk WHERE r.status = 'running' AND o.held_at IS NULL ORDER BY r.pk`;
  for (const each of running) await runRedaction(each, signal);
}

async function runRedaction(job: Running, signal: AbortSignal | undefined): Promise<void> {
  const actor = await jobActor("redactions.run", job.environment, ["privacy:redact"], job.organizationId);
  while (!signal?.aborted && (await redactNext(actor, job)));
  if (!signal?.aborted) await finish(actor, job);
}

type Taken = { sessionPk: bigint; sessionId: string };

/**
 * Redacts the next session. A failure is tried once more, because the database may have been unavailable for a
 * moment.
 * @returns whether there may be another session
 */
async function redactNext(actor: Actor, job: Running, isLastTry = false): Promise<boolean> {
  let taken: Taken | undefined;
  try {
    const dataKeyIds = await db.$transaction(
      async (tx) => {
        taken = await take(tx, job);
        if (!taken) return [];
        const done = await redactRows(actor, tx, taken.sessionId, { redactionId: job.id });
        await note(tx, job, taken, done.isNew ? "deleted" : "already_redacted", done.documentsRemoved);
        return done.dataKeyIds;
      },
      { timeout: 30_000 },
    );
    for (const dataKeyId of dataKeyIds) await finishRedaction(dataKeyId);
  } catch (error) {
    if (!taken) throw error;
    // A hold or a law keeps it; a request may have restricted it since the redaction was started.
    const isHeld = error instanceof AppError && error.code === "conflict";
    if (!isHeld && !isLastTry) return redactNext(actor, job, true);
    if (!isHeld) log.error({ err: error, sessionId: taken.sessionId, redaction: job.id }, "redaction failed");
    await note(db, job, taken, isHeld ? "held" : "failed", 0);
  }
  return taken !== undefined;
}

/** Locks the next session that no other worker has. A pause waits for it, and no further session begins. */
async function take(tx: Transaction, job: Running): Promise<Taken | undefined> {
  const [isRunning] = await tx.$queryRaw`
    SELECT 1 FROM redactions WHERE ${scopeSql(job)} AND pk = ${job.pk} AND status = 'running' FOR SHARE`.then(
    (rows) => rows as unknown[],
  );
  if (!isRunning) return undefined;
  const [item] = await tx.$queryRaw<Taken[]>`
    SELECT i.session_pk AS "sessionPk", s.id AS "sessionId" FROM redaction_items i
    JOIN sessions s ON ${sameScope("s", "i")} AND s.pk = i.session_pk
    WHERE ${scopeSql(job, "i")} AND i.redaction_pk = ${job.pk} AND i.outcome = 'waiting' ORDER BY i.session_pk LIMIT 1 FOR UPDATE OF i SKIP LOCKED`;
  return item;
}

const note = (
  tx: Transaction | typeof db,
  job: Running,
  { sessionPk }: Taken,
  outcome: RedactionOutcome,
  documentsRemoved: number,
) =>
  tx.redactionItem.updateMany({
    where: { ...scopeOf(job), redactionPk: job.pk, sessionPk, outcome: "waiting" },
    data: { outcome, documentsRemoved },
  });

async function finish(actor: Actor, job: Running): Promise<void> {
  const { pk, id } = job;
  await db.$transaction(async (tx) => {
    const [ended] = await tx.$queryRaw<{ pk: bigint }[]>`
      UPDATE redactions SET status = 'finished', finished_at = now()
      WHERE ${scopeSql(job)} AND pk = ${pk} AND status = 'running'
        AND NOT EXISTS (SELECT 1 FROM redaction_items WHERE ${scopeSql(job)} AND redaction_pk = ${pk} AND outcome = 'waiting')
      RETURNING pk`;
    if (!ended) return;
    const counted = await tx.redactionItem.groupBy({
      by: ["outcome"],
      where: { ...scopeOf(job), redactionPk: pk },
      _count: true,
    });
    const countOf = (outcome: RedactionOutcome) =>
      counted.find((each) => each.outcome === outcome)?._count ?? 0;
    await recordEvent(tx, actor, {
      type: "redaction.finished",
      metadata: {
        deleted: countOf("deleted"),
        alreadyRedacted: countOf("already_redacted"),
        held: countOf("held"),
        failed: countOf("failed"),
      },
      resource: { type: "redaction", id },
    });
  });
}
