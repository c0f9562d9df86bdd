import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { scopeSql } from "@/lib/platform/scope";
import type { ListValue } from "@/lib/typed-lists/policy";
import { mostItems } from "@/lib/typed-lists/schema";
import { blindIndexesOf, type Digest, soughtFor, soughtLike, storedFor } from "@/lib/vault/blind-index";

/** @throws AppError not_found */
export async function ownListOf(actor: Actor, id: string, tx: Pick<typeof db, "list"> = db) {
  const found = await tx.list.findUnique({
    where: { organizationPk_environment_id: { ...inScope(actor), id } },
  });
  if (!found) throw new AppError("not_found", "List not found.");
  return found;
}
export type OwnList = Awaited<ReturnType<typeof ownListOf>>;

/** @throws AppError conflict for the desk's own blocklist, and for an archived list */
export function refuseFixed({ listType, archivedAt }: OwnList): void {
  if (listType === "blocklist")
    throw new AppError("conflict", "This is the blocklist of the desk. Use /lists/blocklist.");
  if (archivedAt) throw new AppError("conflict", "This list is archived.");
}

/** Locks a list until the transaction ends. @throws AppError not_found */
export async function lockList(tx: Transaction, actor: Actor, id: string): Promise<OwnList> {
  await tx.$queryRaw`SELECT 1 FROM lists WHERE ${scopeSql(inScope(actor))} AND id = ${id} FOR UPDATE`;
  return ownListOf(actor, id, tx);
}

/** How many items lists have that were not removed. */
export async function countItems(
  actor: Actor,
  lists: readonly OwnList[],
): Promise<(list: OwnList) => number> {
  const counted = await db.listEntry.groupBy({
    by: ["listPk"],
    where: { ...inScope(actor), listPk: { in: lists.map(({ pk }) => pk) }, removedAt: null },
    _count: true,
  });
  const counts = new Map(counted.map(({ listPk, _count }) => [listPk, _count]));
  return ({ pk }) => counts.get(pk) ?? 0;
}

/** @throws AppError conflict when a list would have too many items */
export async function refuseFull(tx: Transaction, list: OwnList, more: number): Promise<void> {
  const { organizationPk, environment, pk } = list;
  const count = await tx.listEntry.count({
    where: { organizationPk, environment, listPk: pk, removedAt: null },
  });
  if (count + more > mostItems) throw new AppError("conflict", `A list has at most ${mostItems} items.`);
}

type Person = { first: string; last: string; born: string };
const findable = ({ first, last, born }: Person) => ({
  extractedData: { first_name: first, last_name: last, date_of_birth: born },
});

/** The digests that are stored for a value; none when it identifies nobody. */
export async function digestsOf(actor: Actor, value: ListValue): Promise<Digest[]> {
  const { organizationId } = actor.scope;
  if ("person" in value) return blindIndexesOf(organizationId, findable(value.person));
  return storedFor(organizationId, value.kind, value.value);
}

/** The digests that find a value. */
export async function soughtOf(actor: Actor, value: ListValue): Promise<Digest[]> {
  const { organizationId } = actor.scope;
  const found =
    "person" in value
      ? await soughtLike(organizationId, findable(value.person), ["name_and_birth_date"])
      : await soughtFor(organizationId, value.kind, value.value);
  return found.filter(({ isFirst }) => !isFirst);
}
