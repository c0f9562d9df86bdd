import "server-only";
import { type Actor, authorize, type Environment } from "@/lib/actor/actor";
import type { TileParams } from "@/lib/audit/schema";
import { readTile, readTilePath } from "@/lib/audit-chain/tiles";
import { checkpointOfTree, type TreeLog } from "@/lib/audit-chain/tree-head";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";

/** Returns the signed checkpoint of the tree over the seals of the actor's log. */
export async function getTreeCheckpoint(actor: Actor): Promise<string> {
  authorize(actor, "audit:read");
  return checkpointIn(treeOf(actor));
}

/**
 * Returns a tile of that tree, or the seals themselves.
 * @throws AppError not_found before the tree has grown so far
 */
export async function getTreeTile(actor: Actor, params: TileParams): Promise<Buffer> {
  authorize(actor, "audit:read");
  return tileIn(treeOf(actor), params);
}

type PublicLog = { organizationId: string; environment: Environment };

/**
 * Returns the signed checkpoint of a log, to everybody.
 * @throws AppError not_found unless logs are public
 */
export const findTreeCheckpoint = async (input: PublicLog): Promise<string> =>
  checkpointIn(await publicLog(input));

/**
 * Returns a tile of a log's tree, or its seals, to everybody.
 * @throws AppError not_found unless logs are public, and before the tree has grown so far
 */
export const findTreeTile = async (input: PublicLog & TileParams): Promise<Buffer> =>
  tileIn(await publicLog(input), input);

const treeOf = ({ scope: { organizationPk, organizationId, environment } }: Actor): TreeLog => ({
  organizationPk,
  environment,
  organization: organizationId,
});

async function publicLog({ organizationId, environment }: PublicLog): Promise<TreeLog> {
  const isPublic = env().AUDIT_LOGS === "public";
  const found = isPublic
    ? await db.organization.findUnique({ where: { id: organizationId }, select: { pk: true } })
    : null;
  if (!found) throw new AppError("not_found", "Log not found.");
  return { organizationPk: found.pk, environment, organization: organizationId };
}

async function checkpointIn(log: TreeLog): Promise<string> {
  const checkpoint = await checkpointOfTree(log);
  if (!checkpoint) throw new AppError("not_found", "Nothing is sealed yet.");
  return checkpoint;
}

async function tileIn(log: TreeLog, { level, first, second, third }: TileParams): Promise<Buffer> {
  const tile = readTilePath([level, first, second, third].filter((part) => part !== undefined));
  const bytes = tile && (await readTile(log, tile));
  if (!bytes) throw new AppError("not_found", "There is no such tile.");
  return bytes;
}
