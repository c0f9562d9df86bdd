import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { type OwnIdentity, redactedIdentity, withMerged } from "@/lib/identities/load";
import {
  describeListed,
  fieldsOf,
  flagsOf,
  type Merging,
  namedIn,
  problemsOf,
  tagsOf,
} from "@/lib/merges/load";
import type { MergedDto, MergeInput } from "@/lib/merges/schema";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { keyOf, scopeSql } from "@/lib/platform/scope";
import { restateIdentity } from "@/lib/sessions/identities";
import { sealCustomFields } from "@/lib/vault/custom-fields";
import { queueTold, tellIdentity } from "@/lib/webhooks/write";

/**
 * Merges identities of one person into the first: it gets their sessions, tags, custom fields, holds and flag, and the sessions that
 * come later under their references. The others stay as `merged`. There is no way back: what belonged to whom is
 * afterwards known from the audit log only.
 * @throws AppError not_found; conflict while sessions of one of them are restricted; validation_error when one is
 * redacted, merged, archived or the same, or when there would be more than 50 tags
 */
export async function mergeIdentities(actor: Actor, input: MergeInput): Promise<MergedDto> {
  authorize(actor, "identities:merge");
  const named = await namedIn(actor, input);
  await db.$transaction((tx) => merge(tx, actor, named), { timeout: 60_000 });
  return describeListed(actor, named);
}

/**
 * Locks the sessions that move, and then the identities, as everything locks them; each in one order, so that two merges
 * never wait for each other. Reads the identities again.
 */
async function lockAll(tx: Transaction, actor: Actor, named: Merging): Promise<Merging> {
  const pks = [named.primary, ...named.others].map(({ pk }) => pk);
  const moving = named.others.map(({ pk }) => pk);
  await tx.$queryRaw`SELECT 1 FROM sessions WHERE ${scopeSql(inScope(actor))}
    AND identity_pk = ANY (${moving}::bigint[]) ORDER BY pk FOR UPDATE`;
  await tx.$queryRaw`SELECT 1 FROM identities WHERE ${scopeSql(inScope(actor))}
    AND pk = ANY (${pks}::bigint[]) ORDER BY pk FOR UPDATE`;
  const rows = await tx.identity.findMany({
    where: { ...inScope(actor), pk: { in: pks } },
    include: withMerged,
  });
  const again = (one: OwnIdentity) => rows.find(({ pk }) => pk === one.pk) ?? one;
  return { primary: again(named.primary), others: named.others.map(again) };
}

async function merge(tx: Transaction, actor: Actor, named: Merging): Promise<void> {
  const merging = await lockAll(tx, actor, named);
  const { primary, others } = merging;
  await refuse(tx, actor, merging);
  const moved = await moveSessions(tx, actor, merging);
  // Asked again, because a session may have been restricted until the move locked it.
  await refuse(tx, actor, merging);
  const pks = others.map(({ pk }) => pk);
  const own = { ...inScope(actor), identityPk: { in: pks } };
  // A hold goes where the sessions go, or it would no longer stop their erasure.
  const holds = await tx.hold.updateMany({
    where: { ...own, releasedAt: null },
    data: { identityPk: primary.pk },
  });
  const flags = flagsOf(merging);
  const { isFlagged, flagReason, flaggedAt, flaggedBy } = flags.kept ?? primary;
  await tx.identity.update({
    where: keyOf(primary),
    data: {
      tags: tagsOf(merging),
      monitoredLists: listsOf(merging),
      sealed: await sealedFieldsOf(actor, merging),
      isFlagged,
      flagReason,
      flaggedAt,
      flaggedBy,
    },
    select: { pk: true },
  });
  const mergedAt = new Date();
  await tx.identity.updateMany({
    where: { ...inScope(actor), OR: [{ pk: { in: pks } }, { mergedIntoPk: { in: pks } }] },
    data: { mergedIntoPk: primary.pk },
  });
  await tx.identity.updateMany({
    where: { ...inScope(actor), pk: { in: pks } },
    // The first one has their tags and their flag.
    data: { ...redactedIdentity, status: "merged", mergedAt },
  });
  await restateIdentity(tx, actor, primary.pk);
  await tell(tx, actor, merging, {
    sessions: moved,
    holds: holds.count,
    flagMoved: flags.isMoved,
    flagsDropped: flags.dropped,
  });
}

async function sealedFieldsOf(actor: Actor, merging: Merging): Promise<Buffer<ArrayBuffer> | null> {
  const { fields } = await fieldsOf(actor, merging);
  if (Object.keys(fields).length === 0) return null;
  return sealCustomFields(actor.scope.organizationId, merging.primary.id, fields);
}

/** The watchlists that the person is monitored against: those of either, and all if one has all. */
const listsOf = ({ primary, others }: Merging): string[] => {
  const lists = [primary, ...others].map(({ monitoredLists }) => monitoredLists);
  return lists.some((each) => each.length === 0) ? [] : [...new Set(lists.flat())];
};

async function refuse(tx: Transaction, actor: Actor, merging: Merging): Promise<void> {
  const [problem] = await problemsOf(tx, actor, merging);
  if (problem)
    throw new AppError(problem.code === "restricted" ? "conflict" : "validation_error", problem.detail);
}

/** Gives the first identity the sessions of the others. Returns how many. */
async function moveSessions(tx: Transaction, actor: Actor, { primary, others }: Merging): Promise<number> {
  const pks = others.map(({ pk }) => pk);
  const refs = others.map(({ externalRef }) => externalRef);
  // Two statements, because one condition with OR would read every session of the environment.
  const byIdentity = await tx.$executeRaw`UPDATE sessions SET identity_pk = ${primary.pk}
    WHERE ${scopeSql(inScope(actor))} AND identity_pk = ANY (${pks}::bigint[])`;
  const byReference = await tx.$executeRaw`UPDATE sessions SET identity_pk = ${primary.pk}
    WHERE ${scopeSql(inScope(actor))} AND identity_pk IS NULL AND external_ref = ANY (${refs}::text[])`;
  return byIdentity + byReference;
}

type Counts = {
  sessions: number;
  holds: number;
  flagMoved: boolean;
  flagsDropped: ReturnType<typeof flagsOf>["dropped"];
};

async function tell(
  tx: Transaction,
  actor: Actor,
  { primary, others }: Merging,
  counts: Counts,
): Promise<void> {
  await queueTold(tx, actor, [
    ...tellIdentity(["identity.updated"], primary),
    ...(counts.flagMoved ? tellIdentity(["identity.flagged"], primary, { flagged: true }) : []),
    ...others.flatMap((each) => tellIdentity(["identity.updated"], { ...each, status: "merged" })),
  ]);
  await recordEvent(tx, actor, {
    type: "identity.merged",
    metadata: { merged: others.map(({ id }) => id), ...counts },
    resource: { type: "identity", id: primary.id },
  });
  for (const { id } of others)
    await recordEvent(tx, actor, {
      type: "identity.merged-into",
      metadata: { into: primary.id },
      resource: { type: "identity", id },
    });
}
