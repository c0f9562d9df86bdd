import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { ApiKey } from "@/lib/platform/generated/client";
import { scopeSql } from "@/lib/platform/scope";

/**
 * Finds a key in the actor's scope.
 * @throws AppError not_found
 */
export async function findKey(tx: Pick<Transaction, "apiKey">, actor: Actor, id: string): Promise<ApiKey> {
  const found = await tx.apiKey.findFirst({ where: { ...inScope(actor), id } });
  if (!found) throw new AppError("not_found", "API key not found.");
  return found;
}

/** Returns whether a key can be used now. */
export const isUsable = (key: ApiKey) => key.isActive && (!key.expiresAt || key.expiresAt > new Date());

/** Locks rows in one order, so that two keys that change each other do not wait for each other. */
async function lock(tx: Transaction, actor: Actor, ids: readonly string[]): Promise<void> {
  for (const id of ids.toSorted())
    await tx.$queryRaw`SELECT 1 FROM api_keys WHERE ${scopeSql(inScope(actor))} AND id = ${id} FOR UPDATE`;
}

const ownIds = ({ kind, id }: Actor) => (kind === "api_key" ? [id] : []);

/** The caller's key as it is under the lock; null for a person. */
async function callerOf(tx: Transaction, actor: Actor): Promise<ApiKey | null> {
  if (actor.kind !== "api_key") return null;
  const caller = await findKey(tx, actor, actor.id);
  if (!isUsable(caller)) throw new AppError("unauthorized", "The API key is not valid.");
  return caller;
}

/**
 * Locks the key of the caller, so that it is neither revoked nor limited meanwhile.
 * @returns null for a person
 * @throws AppError unauthorized when the caller's key is no longer valid
 */
export async function lockCaller(tx: Transaction, actor: Actor): Promise<ApiKey | null> {
  await lock(tx, actor, ownIds(actor));
  return callerOf(tx, actor);
}

/**
 * Locks a key and that of the caller.
 * @throws AppError not_found; unauthorized when the caller's key is no longer valid
 */
export async function lockKey(
  tx: Transaction,
  actor: Actor,
  id: string,
): Promise<{ key: ApiKey; caller: ApiKey | null }> {
  await lock(tx, actor, [...ownIds(actor), id]);
  const caller = await callerOf(tx, actor);
  return { key: await findKey(tx, actor, id), caller };
}
