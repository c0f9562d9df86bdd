import "server-only";
import type pg from "pg";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { Fault } from "@/lib/audit-chain/blame";
import { ofLog, oneSnapshot, type Position, past } from "@/lib/audit-chain/rows";
import { type Log, servedLogs } from "@/lib/audit-chain/seal";
import { db, type Transaction } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { withConnection, withReadConnection } from "@/lib/platform/row-stream";
import { scopeSql } from "@/lib/platform/scope";

/**
 * Indexes the words of sealed events, seal by seal. Sealed events are never inserted between earlier ones, so the
 * mark of how far indexing got is enough. A kill leaves a seal indexed or not; two processes take turns.
 * @returns the number of indexed seals
 */
export async function indexWords(): Promise<number> {
  let done = 0;
  for (const log of await withConnection((client) => servedLogs(client)))
    while (await db.$transaction((tx) => indexSeal(tx, log), { timeout: 60_000 })) done++;
  return done;
}

type Seal = { number: number; lastTransaction: bigint; lastSequence: bigint };

async function indexSeal(tx: Transaction, { organizationPk, environment }: Log): Promise<boolean> {
  const scope = { organizationPk: BigInt(organizationPk), environment };
  const inLog = scopeSql(scope);
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
  await tx.$executeRaw`INSERT INTO audit_event_words (organization_pk, environment, sequence, words)
    SELECT e.organization_pk, e.environment, e.sequence, audit_words(e) FROM audit_events e WHERE ${inLog}
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

/** Returns a search in the form of `to_tsquery`: every word, or its beginning. Null for a search without a word. */
function wordsQuery(q: string): Prisma.Sql | null {
  const words = q.match(/[\p{L}\p{N}]+/gu) ?? [];
  const query = words.map((word) => `${word}:*`).join(" & ");
  return words.length > 0 ? Prisma.sql`to_tsquery('simple', ${query})` : null;
}

/**
 * The SQL condition that an event `t` contains all words of a search.
 * @param where the other conditions of the list
 */
export async function searched(actor: Actor, q: string, where: readonly Prisma.Sql[]): Promise<Prisma.Sql> {
  const query = wordsQuery(q);
  if (!query) return Prisma.sql`false`;
  return (await isCommon(actor, query, where)) ? hasWords(actor, query) : holdsWords(actor, query);
}

/** The newest events of a list that are looked at, and how many with the words make the words common. */
const [sample, common] = [1_000, 100];

/** Returns whether many of the newest events of a list have the words, so that reading on in their order finds enough. */
async function isCommon(actor: Actor, query: Prisma.Sql, where: readonly Prisma.Sql[]): Promise<boolean> {
  const [found] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*) FILTER (WHERE ${hasWords(actor, query)})::int AS count FROM (
      SELECT t.sequence FROM audit_events t WHERE ${Prisma.join([...where], " AND ")}
      ORDER BY t.created_at DESC, t.id DESC LIMIT ${sample}) newest
    JOIN audit_events t ON ${scopeSql(inScope(actor), "t")} AND t.sequence = newest.sequence`;
  return (found?.count ?? 0) >= common;
}

/**
 * The condition for common words: each event is looked up by itself. An index would find a large part of the log, which
 * is then sorted for one page of it. What is not indexed yet is compared.
 */
const hasWords = (actor: Actor, query: Prisma.Sql): Prisma.Sql => Prisma.sql`coalesce(
  (SELECT w.words @@ ${query} FROM audit_event_words w WHERE ${scopeSql(inScope(actor), "w")} AND w.sequence = t.sequence),
  audit_words(t) @@ ${query})`;

/** The condition for rare words: it uses the index, and compares events that are not indexed yet one by one. */
export function holdsWords(actor: Actor, query: Prisma.Sql): Prisma.Sql {
  const done = (column: Prisma.Sql) =>
    Prisma.sql`coalesce((SELECT ${column} FROM audit_indexings
      WHERE ${scopeSql(inScope(actor))}), -1)`;
  // Materialized, so that PostgreSQL compares the unindexed events once and not once per row of the log.
  return Prisma.sql`t.sequence IN (WITH found AS MATERIALIZED (
    SELECT sequence FROM audit_event_words
    WHERE ${scopeSql(inScope(actor))} AND words @@ ${query}
    UNION ALL
    SELECT e.sequence FROM audit_events e
    WHERE ${scopeSql(inScope(actor), "e")}
      AND (e.transaction_id, e.sequence) > (${done(Prisma.sql`last_transaction`)}, ${done(Prisma.sql`last_sequence`)})
      AND audit_words(e) @@ ${query}) SELECT sequence FROM found)`;
}

/** Events compared per query, to keep each query short. */
const comparedAtOnce = 20_000;

/**
 * Compares the search index with the events: no sealed event may be missing, and none may have words that it does not
 * contain.
 * @returns the first event whose words differ
 */
export async function verifyWords(log: Log): Promise<Fault | undefined> {
  return withReadConnection(async (client) => {
    await client.query(oneSnapshot);
    const { rows } = await client.query<{ transaction: string; sequence: string }>(
      `SELECT last_transaction AS transaction, last_sequence AS sequence FROM audit_indexings WHERE ${ofLog(client, log)}`,
    );
    const end = rows[0] ?? { transaction: "-1", sequence: "-1" };
    const last = { transaction: Number(end.transaction), sequence: Number(end.sequence) };
    let after: Position | null = null;
    for (;;) {
      const compared: Compared = await compareWords(client, log, after, last);
      if (compared.fault) return compared.fault;
      if (!compared.next) return findStrayWords(client, log, last);
      after = compared.next;
    }
  });
}

type Compared = { next: Position | null; fault?: Fault };
type ComparedRow = { id: string; sequence: string; transaction: string; isOwn: boolean; isThere: boolean };

async function compareWords(
  client: pg.Client,
  log: Log,
  after: Position | null,
  last: Position,
): Promise<Compared> {
  const { rows } = await client.query<ComparedRow>(
    `WITH part AS (
       SELECT e.id, e.sequence, e.transaction_id, w.words IS NOT NULL AS is_there,
         coalesce(w.words = audit_words(e.*), false) AS is_own
       FROM (SELECT * FROM audit_events WHERE ${ofLog(client, log)} AND ${past(after)}
         AND (transaction_id, sequence) <= (${BigInt(last.transaction)}, ${BigInt(last.sequence)})
         ORDER BY transaction_id, sequence LIMIT ${comparedAtOnce}) e
       LEFT JOIN audit_event_words w USING (organization_pk, environment, sequence))
     SELECT id, sequence, transaction_id AS transaction, is_own AS "isOwn", is_there AS "isThere" FROM (
       (SELECT * FROM part WHERE NOT is_own ORDER BY transaction_id, sequence LIMIT 1) UNION ALL
       (SELECT * FROM part ORDER BY transaction_id DESC, sequence DESC LIMIT 1)) ends`,
  );
  const wrong = rows.find(({ isOwn }) => !isOwn);
  const end = rows.at(-1);
  if (!wrong)
    return { next: end ? { transaction: Number(end.transaction), sequence: Number(end.sequence) } : null };
  const problem = wrong.isThere
    ? "the search index contains wrong words for this event"
    : "the search index does not contain this event";
  return { next: null, fault: { event: wrong.id, sequence: Number(wrong.sequence), problem } };
}

/** Finds words of events that are not indexed yet or do not exist. The program never writes such words. */
async function findStrayWords(client: pg.Client, log: Log, last: Position): Promise<Fault | undefined> {
  const { rows } = await client.query<{ sequence: string }>(
    `SELECT sequence FROM audit_event_words w LEFT JOIN audit_events e USING (organization_pk, environment, sequence)
     WHERE ${ofLog(client, log)} AND (e.id IS NULL OR ${past(last)}) LIMIT 1`,
  );
  const [row] = rows;
  return (
    row && {
      sequence: Number(row.sequence),
      problem: "the search index contains words of an event that is not indexed yet or does not exist",
    }
  );
}
