import "server-only";
import { recordEvent } from "@/lib/audit/record";
import { type Actor, inScope } from "@/lib/auth/actor";
import { type Blockable, blockables, type RemovalInput } from "@/lib/lists/schema";
import type { db, Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/id";
import { openRow, sealRow } from "@/lib/privacy/seal";

export const listTypeOfBlocklist = "blocklist";

/** One for each environment, so that two first uses at once make one list. */
const blocklistId = "list_blocklist";

/** The blocklist of the actor's environment, made at its first use. */
export async function blocklistOf(tx: Pick<Transaction, "list">, actor: Actor) {
  const where = { ...inScope(actor), listType: listTypeOfBlocklist };
  const found = await tx.list.findFirst({ where, orderBy: { pk: "asc" } });
  if (found) return found;
  await tx.list.createMany({
    data: [{ ...where, id: blocklistId, name: "Blocklist" }],
    skipDuplicates: true,
  });
  return tx.list.findFirstOrThrow({ where, orderBy: { pk: "asc" } });
}

type Source = { pk: bigint; id: string };

/**
 * Puts identifiers of a session on the blocklist. What is there already stays as it is.
 * @param wanted.kinds which; all that the session has when absent
 * @returns the new entries
 */
export async function blockIdentifiers(
  tx: Transaction,
  actor: Actor,
  session: Source,
  key: Buffer,
  wanted: { kinds?: readonly Blockable[]; reasonCode?: string },
): Promise<{ id: string; kind: Blockable }[]> {
  const kinds = [...(wanted.kinds ?? blockables)];
  const digests = await tx.blindIndex.findMany({ where: { sessionPk: session.pk, kind: { in: kinds } } });
  const values = await valuesOf(tx, session, key);
  const list = await blocklistOf(tx, actor);
  const added: { id: string; kind: Blockable }[] = [];
  for (const { kind, digest } of digests) {
    const where = { listPk: list.pk, kind, digest, removedAt: null };
    if ((await tx.listEntry.count({ where })) > 0) continue;
    const id = newId("lent");
    const value = values[kind as Blockable];
    await tx.listEntry.create({
      data: {
        ...inScope(actor),
        id,
        listPk: list.pk,
        kind,
        digest,
        addedBy: actor.name,
        sessionPk: session.pk,
        reasonCode: wanted.reasonCode ?? null,
        sealed: value ? sealRow(key, "listEntry", id, { value }) : null,
      },
      select: { pk: true },
    });
    await recordEvent(tx, actor, {
      type: "list.entry-added",
      metadata: { listId: list.id, entryId: id, kind },
      resource: { type: "list", id: list.id },
    });
    added.push({ id, kind: kind as Blockable });
  }
  return added;
}

async function valuesOf(
  tx: Transaction,
  session: Source,
  key: Buffer,
): Promise<Partial<Record<Blockable, string>>> {
  const row = await tx.session.findUniqueOrThrow({ where: { pk: session.pk }, select: { sealed: true } });
  const result = await tx.result.findUnique({
    where: { sessionPk: session.pk },
    select: { sealed: true },
  });
  const opened = openRow(key, "session", session.id, row.sealed);
  const data = openRow(key, "result", session.id, result?.sealed ?? null)?.extractedData;
  const text = (value: unknown) => (typeof value === "string" && value ? value : undefined);
  return {
    document_number: text(data?.document_number),
    device: text(opened?.device?.id),
    email: text(opened?.fields?.email),
    phone: text(opened?.fields?.phone),
  };
}

/** Takes entries off again. @returns how many were on the list */
export async function removeEntries(
  tx: Transaction,
  actor: Actor,
  ids: readonly string[],
  why: RemovalInput = {},
): Promise<number> {
  const where = { ...inScope(actor), id: { in: [...ids] }, removedAt: null };
  const entries = await tx.listEntry.findMany({ where, include: { list: { select: { id: true } } } });
  await tx.listEntry.updateMany({
    where: { pk: { in: entries.map(({ pk }) => pk) } },
    data: { removedAt: new Date(), removedBy: actor.name, sealed: null },
  });
  for (const { id, kind, list } of entries)
    await recordEvent(tx, actor, {
      type: "list.entry-removed",
      metadata: { listId: list.id, entryId: id, kind, ...why },
      resource: { type: "list", id: list.id },
    });
  return entries.length;
}

export type BlocklistMatch = { kinds: Blockable[]; isBlocked: boolean };

/**
 * Whether digests of a session that is coming in are on the blocklist, and what the organization wants then.
 * @param ownPk the session itself when it is here already: what was blocked because of it does not match it
 */
export async function matchBlocklist(
  tx: Pick<typeof db, "listEntry">,
  actor: Actor,
  digests: readonly { kind: string; digest: Uint8Array }[],
  ownPk?: bigint,
): Promise<BlocklistMatch | null> {
  const relevant = digests.filter(({ kind }) => (blockables as readonly string[]).includes(kind));
  if (relevant.length === 0) return null;
  const found = await tx.listEntry.findMany({
    where: {
      ...inScope(actor),
      removedAt: null,
      list: { isActive: true, listType: listTypeOfBlocklist },
      OR: relevant.map(({ kind, digest }) => ({ kind: kind as Blockable, digest: new Uint8Array(digest) })),
      ...(ownPk !== undefined && { AND: { OR: [{ sessionPk: null }, { sessionPk: { not: ownPk } }] } }),
    },
    select: { kind: true, list: { select: { matchMode: true } } },
  });
  if (found.length === 0) return null;
  return {
    kinds: [...new Set(found.map(({ kind }) => kind as Blockable))].sort(),
    isBlocked: found.some(({ list }) => list.matchMode === "block"),
  };
}
