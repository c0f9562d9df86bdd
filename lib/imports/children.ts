import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { instantOf } from "@/lib/format/instant";
import { type Arrival, settleArrivedCase } from "@/lib/imports/arrival";
import type { Screened } from "@/lib/imports/blocklist";
import type { documentRows } from "@/lib/imports/images";
import { type HeldHits, arrivalOf as hitArrivalOf, tellLateHits } from "@/lib/imports/late-hits";
import { childRows, type sessionRow } from "@/lib/imports/rows";
import type { Transaction } from "@/lib/platform/db";
import { belowSession, type Scope } from "@/lib/platform/scope";
import type { Digest } from "@/lib/vault/blind-index";
import type { RecordCipher } from "@/lib/vault/cipher";
import { queueWebhooks, type Subject } from "@/lib/webhooks/write";

/** Checks that no bundle replaces: those that were run here, and redacted ones, whose hits would come back. */
const keptChecks = { OR: [{ isRunHere: true }, { redactedAt: { not: null } }] };

/** Removes what an update replaces. Notes, deliveries, {@link keptChecks} and cases with work done here stay. */
export async function removeChildren(tx: Transaction, session: Scope & { pk: bigint }): Promise<void> {
  const where = belowSession(session);
  await tx.result.deleteMany({ where });
  await tx.document.deleteMany({ where });
  await tx.sessionTag.deleteMany({ where });
  await tx.check.deleteMany({ where });
  await tx.fraudSignal.deleteMany({ where });
  await tx.caseNote.deleteMany({ where: { ...where, authorType: null } });
  await tx.webhookDelivery.deleteMany({ where: { ...where, endpointPk: null } });
  await tx.screeningCheck.deleteMany({ where: { ...where, NOT: keptChecks } });
  await tx.blindIndex.deleteMany({ where });
}

/** Everything below an imported session. */
export type Children = {
  sessionPk: bigint;
  cipher: RecordCipher;
  row: ReturnType<typeof sessionRow>;
  screened: Screened;
  documents: Awaited<ReturnType<typeof documentRows>>;
  hasNewDocument: boolean;
  isDemo: boolean;
  indexes: Digest[];
  /** What was known before a later import. */
  held?: HeldHits;
};

/**
 * Writes every row below a session, settles its case, and queues the webhook of a rejection by the blocklist.
 * @returns the id of the case whose watchers must be told, if any
 */
export async function insertChildren(
  tx: Transaction,
  actor: Actor,
  children: Children,
): Promise<string | null> {
  const { sessionPk, cipher, screened, documents, indexes } = children;
  const rows = childRows(screened.bundle, cipher, inScope(actor));
  const parent = { ...inScope(actor), sessionPk };
  const below = <T>(items: readonly T[]) => items.map((item) => ({ ...item, ...parent }));
  if (rows.result) await tx.result.create({ data: { ...rows.result, ...parent }, select: { pk: true } });
  await tx.sessionTag.createMany({ data: below(rows.tags) });
  await tx.check.createMany({ data: below(rows.checks) });
  await tx.fraudSignal.createMany({ data: below(rows.signals) });
  await insertWritten(tx, rows, parent);
  await insertScreening(tx, actor, children, rows);
  await tx.document.createMany({ data: below(documents) });
  await tx.blindIndex.createMany({ data: below(indexes) });
  if (screened.blocked) await tellBlocked(tx, actor, children, screened.blocked);
  return settleArrivedCase(tx, actor, arrivalOf(children, rows));
}

type Rows = ReturnType<typeof childRows>;

/** Writes the screening checks, and tells of hits that came after the decision; not of those of demo data. */
async function insertScreening(
  tx: Transaction,
  actor: Actor,
  { sessionPk, screened: { bundle }, held, isDemo }: Children,
  { screening }: Rows,
): Promise<void> {
  const now = new Date();
  const late: { isDismissed: boolean }[] = [];
  const where = { ...inScope(actor), sessionPk };
  const kept = await tx.screeningCheck.findMany({ where, select: { id: true } });
  for (const [at, { row, hits }] of screening.entries()) {
    // An export of ours brings it again.
    if (kept.some(({ id }) => id === row.id)) continue;
    const given = bundle.screening?.[at]?.hits ?? [];
    const { pk: checkPk } = await tx.screeningCheck.create({
      data: { ...row, ...inScope(actor), sessionPk },
      select: { pk: true },
    });
    const data = hits.map((hit, position) => {
      const told = given[position];
      const arrivedAt = told ? hitArrivalOf(held, row.checkType, told, now) : null;
      if (arrivedAt === now) late.push(hit);
      return { ...hit, ...inScope(actor), checkPk, arrivedAt };
    });
    await tx.screeningHit.createMany({ data });
  }
  if (!isDemo) await tellLateHits(tx, actor, subjectOf(sessionPk, bundle.session), late);
}

/**
 * Notes and deliveries that were written here were kept. An export of ours brings them again; they are not added
 * twice.
 */
async function insertWritten(
  tx: Transaction,
  { notes, deliveries }: Rows,
  parent: Scope & { sessionPk: bigint },
): Promise<void> {
  const select = { id: true } as const;
  const [heldNotes, heldDeliveries] = [
    await tx.caseNote.findMany({ where: parent, select }),
    await tx.webhookDelivery.findMany({ where: parent, select }),
  ];
  const without = <T extends { id: string }>(rows: readonly T[], held: readonly { id: string }[]) =>
    rows.filter(({ id }) => !held.some((each) => each.id === id)).map((row) => ({ ...row, ...parent }));
  await tx.caseNote.createMany({ data: without(notes, heldNotes) });
  await tx.webhookDelivery.createMany({ data: without(deliveries, heldDeliveries) });
}

function arrivalOf(
  { sessionPk, row, screened, isDemo, hasNewDocument }: Children,
  { reviewCase }: Rows,
): Arrival {
  const { session, result, fraud_signals } = screened.bundle;
  const decided = reviewCase?.decision ?? (session.status === "completed" ? result?.status : undefined);
  return {
    sessionPk,
    session: subjectOf(sessionPk, session),
    needsReview: session.status === "under_review" && result?.status === "needs_review",
    since: instantOf(result?.created_at) ?? new Date(),
    facts: {
      riskScore: row.riskScore,
      documentType: row.documentType,
      country: row.country,
      tags: session.tags ?? [],
      signals: (fraud_signals ?? []).map(({ signal_type }) => signal_type),
    },
    outcome: decided === "approved" || decided === "rejected" ? decided : null,
    by: "source",
    reviewCase,
    isDemo,
    hasNewDocument,
  };
}

/** What a webhook says of an imported session. */
const subjectOf = (pk: bigint, { id, external_ref, status }: Screened["bundle"]["session"]): Subject => ({
  pk,
  id,
  externalRef: external_ref ?? null,
  status,
});

async function tellBlocked(
  tx: Transaction,
  actor: Actor,
  { sessionPk, screened }: Children,
  { kinds }: NonNullable<Screened["blocked"]>,
): Promise<void> {
  const { id } = screened.bundle.session;
  await queueWebhooks(tx, actor, ["session.declined"], subjectOf(sessionPk, screened.bundle.session));
  await recordEvent(tx, actor, {
    type: "session.blocked",
    metadata: { kinds },
    resource: { type: "session", id },
  });
}
