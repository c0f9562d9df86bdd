import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { everyScope, jobActor } from "@/lib/actor/job";
import { finishRedaction, noteErasures } from "@/lib/erasure/columns";
import { recordEvent } from "@/lib/events/record";
import { db, type Transaction } from "@/lib/platform/db";
import type { Prisma } from "@/lib/platform/generated/client";
import { type Scope, sameScope, scopeSql } from "@/lib/platform/scope";
import { isHeld } from "@/lib/records/held";

const batch = 500;

type Windows = Record<"deliveries" | "links" | "packages" | "requests", number | null>;

/**
 * Removes records whose retention has ended, each kind by the organization's settings: finished webhook deliveries,
 * expired one-time links, access packages, and requesters' data in closed requests. It works in bounded batches, each
 * a transaction of its own. It may be killed at any moment; two at once share the work. Records under a legal hold
 * stay.
 */
export async function removeServed(): Promise<void> {
  for (const { organizationId, ...scope } of await everyScope()) {
    const days = await db.retentionSettings.findUnique({ where: { organizationPk_environment: scope } });
    if (!days) continue;
    await removeServedOf(
      await jobActor("privacy.windows", scope.environment, ["privacy:redact"], organizationId),
      {
        deliveries: days.keepDeliveriesDays,
        links: days.keepLinksDays,
        packages: days.keepPackagesDays,
        requests: days.keepRequestsDays,
      },
    );
  }
}

async function removeServedOf(actor: Actor, windows: Windows): Promise<void> {
  const scope = inScope(actor);
  const done = {
    deliveries: await inBatches(windows.deliveries, (days) => removeDeliveries(scope, days)),
    links: await inBatches(windows.links, (days) => removeLinks(scope, days)),
    packages: await inBatches(windows.packages, (days) => endPackages(actor, days)),
    requests: await inBatches(windows.requests, (days) => emptyRequests(actor, days)),
  };
  if (Object.values(done).some((count) => count > 0))
    await recordEvent(db, actor, { type: "retention.served", metadata: done });
}

async function inBatches(days: number | null, remove: (days: number) => Promise<number>): Promise<number> {
  if (days === null) return 0;
  for (let total = 0; ; ) {
    const count = await remove(days);
    total += count;
    if (count < batch) return total;
  }
}

const removeDeliveries = (scope: Scope, days: number) => db.$executeRaw`
  DELETE FROM webhook_deliveries WHERE ${scopeSql(scope)} AND pk IN (
    SELECT d.pk FROM webhook_deliveries d
    WHERE ${scopeSql(scope, "d")}
      AND d.status <> 'pending' AND d.created_at < now() - make_interval(days => ${days})
      AND NOT EXISTS (SELECT 1 FROM sessions s WHERE ${sameScope("s", "d")} AND s.pk = d.session_pk AND ${isHeld})
    LIMIT ${batch} FOR UPDATE OF d SKIP LOCKED)`;

const removeLinks = (scope: Scope, days: number) => db.$executeRaw`
  DELETE FROM one_time_links WHERE ${scopeSql(scope)} AND pk IN (
    SELECT l.pk FROM one_time_links l JOIN sessions s ON ${sameScope("s", "l")} AND s.pk = l.session_pk
    WHERE ${scopeSql(scope, "s")}
      AND l.expires_at < now() - make_interval(days => ${days}) AND NOT ${isHeld}
    LIMIT ${batch} FOR UPDATE OF l SKIP LOCKED)`;

type Ended = { id: string; dataKeyId: string };

/** Destroys packages with their keys. The row stays as proof that there was a package. */
const endPackages = (actor: Actor, days: number) =>
  endKeys(
    actor,
    "package",
    (tx, scope) => tx.$queryRaw<Ended[]>`
    WITH gone AS (
      SELECT p.pk, p.data_key_id FROM packages p JOIN requests r ON ${sameScope("r", "p")} AND r.pk = p.request_pk
      WHERE ${scopeSql(scope, "r")}
        AND p.data_key_id IS NOT NULL AND p.status IN ('ready', 'failed')
        AND coalesce(p.built_at, p.created_at) < now() - make_interval(days => ${days})
        AND NOT EXISTS (SELECT 1 FROM holds h WHERE ${sameScope("h", "r")} AND h.request_pk = r.pk AND h.released_at IS NULL)
      LIMIT ${batch} FOR UPDATE OF p SKIP LOCKED)
    UPDATE packages SET status = 'destroyed', data_key_id = NULL, sealed = NULL FROM gone
    WHERE ${scopeSql(scope, "packages")} AND packages.pk = gone.pk
    RETURNING packages.id, gone.data_key_id::text AS "dataKeyId"`,
  );

/** Erases what messages to requesters say, and the mails that sent them: these have their addresses. */
export async function emptyMessages(
  tx: Pick<Transaction, "requestMessage" | "mail">,
  where: Prisma.RequestMessageWhereInput & { organizationPk: bigint },
): Promise<void> {
  const rows = await tx.requestMessage.findMany({ where, select: { id: true } });
  const { organizationPk } = where;
  await tx.mail.deleteMany({ where: { organizationPk, aboutId: { in: rows.map(({ id }) => id) } } });
  await tx.requestMessage.updateMany({ where, data: { sealed: null, answer: null } });
}

/** Empties closed requests, except those with an unfinished erasure. */
const emptyRequests = (actor: Actor, days: number) =>
  endKeys(actor, "request", async (tx, scope) => {
    const gone = await tx.$queryRaw<(Ended & { pk: bigint })[]>`
      WITH gone AS (
        SELECT r.pk, r.data_key_id FROM requests r
        WHERE ${scopeSql(scope, "r")}
          AND r.data_key_id IS NOT NULL AND r.status <> 'open' AND r.closed_at < now() - make_interval(days => ${days})
          AND NOT EXISTS (SELECT 1 FROM holds h WHERE ${sameScope("h", "r")} AND h.request_pk = r.pk AND h.released_at IS NULL)
          AND NOT EXISTS (SELECT 1 FROM request_matches m JOIN sessions s ON ${sameScope("s", "m")} AND s.pk = m.session_pk
            WHERE r.erased_at IS NOT NULL AND ${sameScope("m", "r")} AND m.request_pk = r.pk AND m.state = 'accepted' AND s.retention_status <> 'redacted')
        LIMIT ${batch} FOR UPDATE OF r SKIP LOCKED)
      UPDATE requests SET data_key_id = NULL, sealed = NULL, updated_at = now() FROM gone
      WHERE ${scopeSql(scope, "requests")} AND requests.pk = gone.pk
      RETURNING requests.pk, requests.id, gone.data_key_id::text AS "dataKeyId"`;
    const pks = gone.map(({ pk }) => pk);
    await tx.requestIndex.deleteMany({ where: { ...scope, requestPk: { in: pks } } });
    await tx.requestMark.deleteMany({ where: { ...scope, requestPk: { in: pks } } });
    await emptyMessages(tx, { ...scope, requestPk: { in: pks } });
    const empty = { where: { ...scope, requestPk: { in: pks } }, data: { sealed: null } };
    await tx.requestMatch.updateMany(empty);
    await tx.requestNote.updateMany(empty);
    await tx.requestRecipient.updateMany(empty);
    await tx.requestLetter.updateMany(empty);
    return gone;
  });

/** Commits the rows and notes their keys, then destroys the keys. The next start finishes what a crash interrupts. */
async function endKeys(
  actor: Actor,
  kind: "package" | "request",
  end: (tx: Transaction, scope: Scope) => Promise<Ended[]>,
): Promise<number> {
  const ended = await db.$transaction(async (tx) => {
    const gone = await end(tx, inScope(actor));
    await noteErasures(
      tx,
      actor,
      gone.map(({ id, dataKeyId }) => ({ kind, id, dataKeyId })),
    );
    return gone;
  });
  for (const { dataKeyId } of ended) await finishRedaction(dataKeyId);
  return ended.length;
}
