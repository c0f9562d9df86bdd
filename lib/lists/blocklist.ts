import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { lineOf } from "@/lib/folding/addresses";
import { type Blockable, blockables, type RemovalInput } from "@/lib/lists/schema";
import { isSame } from "@/lib/platform/crypto";
import type { db, Transaction } from "@/lib/platform/db";
import type { ListType } from "@/lib/platform/generated/enums";
import { newId } from "@/lib/platform/id";
import { type Scope, scopeOf } from "@/lib/platform/scope";
import { type Digest, indexVersion, type Sought, storedFor } from "@/lib/vault/blind-index";
import type { RecordCipher } from "@/lib/vault/cipher";
import { findableOfRows } from "@/lib/vault/reindex";

export const listTypeOfBlocklist: ListType = "blocklist";

/** The same id in each environment, so that two first uses at once create one list. */
const blocklistId = "list_blocklist";

/** Returns the blocklist of the actor's environment, and creates it at its first use. */
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

type Source = Scope & { pk: bigint; id: string };

/**
 * Adds identifiers of a session to the blocklist. Existing entries stay, and a value that identifies nobody is not
 * added.
 * @param wanted.kinds the kinds to add; without it, all that the session has
 * @returns the new entries
 */
export async function blockIdentifiers(
  tx: Transaction,
  actor: Actor,
  session: Source,
  cipher: RecordCipher,
  wanted: { kinds?: readonly Blockable[]; reasonCode?: string },
): Promise<{ id: string; kind: Blockable }[]> {
  const values = await valuesOf(tx, session, cipher);
  const list = await blocklistOf(tx, actor);
  const added: { id: string; kind: Blockable }[] = [];
  const chosen = (wanted.kinds ?? blockables).flatMap((kind) =>
    values[kind].map((value) => ({ kind, value })),
  );
  for (const { kind, value } of chosen) {
    const digests = await storedFor(actor.scope.organizationId, kind, value);
    if (digests.length === 0 || (await isListed(tx, list, digests))) continue;
    const id = newId("lent");
    await tx.listEntry.create({
      data: {
        ...inScope(actor),
        id,
        listPk: list.pk,
        kind,
        addedBy: actor.name,
        sessionPk: session.pk,
        reasonCode: wanted.reasonCode ?? null,
        sealed: cipher.seal("listEntry", id, { value }),
        indexVersion,
        indexes: { createMany: { data: digests } },
      },
      select: { pk: true },
    });
    await recordEvent(tx, actor, {
      type: "list.entry-added",
      metadata: { listId: list.id, entryId: id, kind },
      resource: { type: "list", id: list.id },
    });
    added.push({ id, kind });
  }
  return added;
}

/** Whether exactly this value is on the list. A similar value is another value. */
async function isListed(
  tx: Transaction,
  list: Scope & { pk: bigint },
  digests: readonly Digest[],
): Promise<boolean> {
  const whole = digests.filter(({ isPart }) => !isPart);
  const count = await tx.listEntryIndex.count({
    where: {
      ...scopeOf(list),
      entry: { ...scopeOf(list), listPk: list.pk, removedAt: null },
      isPart: false,
      OR: whole.map(({ kind, digest }) => ({ kind, digest })),
    },
  });
  return count > 0;
}

/** Every value that a session has of each kind: read from the document or its zone, typed, and told by the vendor. */
async function valuesOf(
  tx: Transaction,
  session: Source,
  cipher: RecordCipher,
): Promise<Record<Blockable, string[]>> {
  const { extractedData, fields, device, faceReference, zone } = await findableOfRows(tx, session, cipher);
  const texts = (...values: unknown[]) => [...new Set(values.flatMap((value) => lineOf(value) ?? []))];
  return {
    document_number: texts(extractedData?.document_number, fields?.document_number, zone?.document_number),
    device: texts(device?.id),
    email: texts(fields?.email, extractedData?.email),
    phone: texts(fields?.phone, extractedData?.phone),
    face_reference: texts(faceReference),
  };
}

/**
 * Removes entries.
 * @returns how many were on the list
 */
export async function removeEntries(
  tx: Transaction,
  actor: Actor,
  ids: readonly string[],
  why: RemovalInput = {},
): Promise<number> {
  const where = { ...inScope(actor), id: { in: [...ids] }, removedAt: null };
  const entries = await tx.listEntry.findMany({ where, include: { list: { select: { id: true } } } });
  await tx.listEntry.updateMany({
    where: { ...inScope(actor), pk: { in: entries.map(({ pk }) => pk) } },
    data: { removedAt: new Date(), removedBy: actor.name, sealed: null },
  });
  await tx.listEntryIndex.deleteMany({
    where: { ...inScope(actor), entryPk: { in: entries.map(({ pk }) => pk) } },
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

const isBlockable = (kind: string): kind is Blockable => (blockables as readonly string[]).includes(kind);

/**
 * Whether a session's identifiers are on the blocklist or on a list of one kind, and what the organization does then. A value that is only
 * similar, such as a phone number without its country prefix, is flagged and never rejected.
 * @param ownPk the session itself when it is stored already: entries that it caused do not match it
 */
export async function matchBlocklist(
  tx: Pick<typeof db, "listEntryIndex">,
  actor: Actor,
  digests: readonly Sought[],
  ownPk?: bigint,
): Promise<BlocklistMatch | null> {
  const relevant = digests.filter(({ kind }) => isBlockable(kind));
  if (relevant.length === 0) return null;
  const found = await tx.listEntryIndex.findMany({
    where: {
      ...inScope(actor),
      entry: {
        ...inScope(actor),
        removedAt: null,
        // Lists of one kind count too; those that allow something flag nobody.
        list: { ...inScope(actor), isActive: true, matchMode: { not: "allow" } },
        ...(ownPk !== undefined && {
          OR: [{ sessionPk: null }, { sessionPk: { not: ownPk } }],
          marks: { none: { sessionPk: ownPk } },
        }),
      },
      OR: relevant.map(({ kind, digest, isPart, isFirst }) => ({
        kind,
        digest,
        ...(isPart && { isPart: false }),
        ...(isFirst && { entry: { indexVersion: 1 } }),
      })),
    },
    select: {
      kind: true,
      digest: true,
      isPart: true,
      entry: { select: { list: { select: { matchMode: true } } } },
    },
  });
  if (found.length === 0) return null;
  const whole = relevant.filter(({ isPart }) => !isPart);
  const isSure = (row: (typeof found)[number]) =>
    !row.isPart && whole.some(({ kind, digest }) => kind === row.kind && isSame(digest, row.digest));
  return {
    kinds: [...new Set(found.map(({ kind }) => kind).filter(isBlockable))].sort(),
    isBlocked: found.some((row) => row.entry.list.matchMode === "block" && isSure(row)),
  };
}
