import "server-only";
import { allLogs, type Log } from "@/lib/audit/seal";
import { type Actor, inScope } from "@/lib/auth/actor";
import { db, type Transaction } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { withConnection } from "@/lib/platform/row-stream";

/**
 * Makes the words of sealed events for the search, seal by seal, in the order in which they were sealed: nothing can
 * come before what is done. Killed at any moment, a seal's words are there or not; two at once take turns.
 * @returns how many seals were done
 */
export async function indexWords(): Promise<number> {
  let done = 0;
  for (const log of await withConnection((client) => allLogs(client)))
    while (await db.$transaction((tx) => indexSeal(tx, log), { timeout: 60_000 })) done++;
  return done;
}

type Seal = { number: number; lastTransaction: bigint; lastSequence: bigint };

async function indexSeal(tx: Transaction, { organizationPk, environment }: Log): Promise<boolean> {
  const scope = { organizationPk: BigInt(organizationPk), environment };
  const inLog = Prisma.sql`organization_pk = ${scope.organizationPk} AND environment = ${environment}::"Environment"`;
  await tx.$executeRaw`INSERT INTO audit_indexings (organization_pk, environment, through_seal, last_transaction, last_sequence)
    VALUES (${scope.organizationPk}, ${environment}::"Environment", 0, -1, -1) ON CONFLICT DO NOTHING`;
  const [mark] = await tx.$queryRaw<
    Seal[]
  >`SELECT through_seal AS number, last_transaction AS "lastTransaction",
    last_sequence AS "lastSequence" FROM audit_indexings WHERE ${inLog} FOR UPDATE`;
  if (!mark) return false;
  const seal = await tx.auditSeal.findFirst({
    where: { ...scope, number: { gt: mark.number } },
    orderBy: { number: "asc" },
    select: { number: true, lastTransaction: true, lastSequence: true },
  });
  if (!seal) return false;
  await tx.$executeRaw`INSERT INTO audit_event_words (sequence, words)
    SELECT e.sequence, audit_words(e) FROM audit_events e WHERE ${inLog}
      AND (e.transaction_id, e.sequence) > (${mark.lastTransaction}, ${mark.lastSequence})
      AND (e.transaction_id, e.sequence) <= (${seal.lastTransaction}, ${seal.lastSequence})
    ON CONFLICT DO NOTHING`;
  await tx.auditIndexing.update({
    where: { organizationPk_environment: scope },
    data: {
      throughSeal: seal.number,
      lastTransaction: seal.lastTransaction,
      lastSequence: seal.lastSequence,
    },
  });
  return true;
}

/**
 * The condition that an event holds all words of a search: by the index, and one by one what it does not reach yet.
 * @param words in PostgreSQL's query form
 */
export function holdsWords(actor: Actor, words: string): Prisma.Sql {
  const { organizationPk, environment } = inScope(actor);
  const query = Prisma.sql`to_tsquery('simple', ${words})`;
  const done = (column: Prisma.Sql) =>
    Prisma.sql`coalesce((SELECT ${column} FROM audit_indexings
      WHERE organization_pk = ${organizationPk} AND environment = ${environment}::"Environment"), -1)`;
  // Materialized: the words of what is not indexed yet are made once, and not once for each row of the log.
  return Prisma.sql`t.pk IN (WITH found AS MATERIALIZED (
    SELECT sequence FROM audit_event_words WHERE words @@ ${query}
    UNION ALL
    SELECT e.sequence FROM audit_events e
    WHERE e.organization_pk = ${organizationPk} AND e.environment = ${environment}::"Environment"
      AND (e.transaction_id, e.sequence) > (${done(Prisma.sql`last_transaction`)}, ${done(Prisma.sql`last_sequence`)})
      AND audit_words(e) @@ ${query}) SELECT sequence FROM found)`;
}
