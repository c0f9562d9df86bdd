import "server-only";
import type pg from "pg";
import { hashOf, type Seal, type SealPayload } from "@/lib/audit-chain/canonical";
import { LogFaultError } from "@/lib/audit-chain/head";
import { logName, ofLog, readSeals } from "@/lib/audit-chain/rows";
import type { Log } from "@/lib/audit-chain/seal";
import { logKey } from "@/lib/audit-chain/signing";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { db } from "@/lib/platform/db";
import { isSigned, readPublicKey } from "@/lib/platform/ed25519";
import { hashBytes } from "@/lib/platform/merkle";
import { GrowingTree, leafHash, nodesOf, rootOf, type TreeNode } from "@/lib/platform/merkle-tree";
import type { Scope } from "@/lib/platform/scope";

/** The leaf of a seal: the bytes that its hash and its signature are over. */
export const leafOf = (payload: SealPayload): string => canonicalJson(payload);

/** Reads what is stored of some leaves: the nodes that each completes, one after the other. */
export type ReadLeaves = (numbers: number[]) => Promise<{ number: number; nodes: Uint8Array }[]>;

/** Reads leaves over a connection of its own. */
export const leavesOver =
  (client: pg.Client, log: Log): ReadLeaves =>
  async (numbers) => {
    const { rows } = await client.query<{ number: number; nodes: Buffer }>(
      `SELECT number, nodes FROM audit_tree_leaves WHERE ${ofLog(client, log)} AND number = ANY($1)`,
      [numbers],
    );
    return rows;
  };

/** Reads the leaves of a scope's log. */
export const leavesOf =
  (scope: Scope): ReadLeaves =>
  (numbers) =>
    db.auditTreeLeaf.findMany({
      where: {
        organizationPk: scope.organizationPk,
        environment: scope.environment,
        number: { in: numbers },
      },
      select: { number: true, nodes: true },
    });

/** The leaf that completes a node. */
const lastLeafOf = ({ level, index }: TreeNode) => (index + 1) * 2 ** level;

/** The tree has not grown so far, or a row of it is missing. */
export class TreeGapError extends Error {
  override name = "TreeGapError";
}

/**
 * Reads nodes of a tree, in one statement.
 * @throws TreeGapError
 */
export async function readNodes(read: ReadLeaves, nodes: readonly TreeNode[]): Promise<Buffer[]> {
  if (nodes.length === 0) return [];
  const rows = await read([...new Set(nodes.map(lastLeafOf))]);
  const stored = new Map(rows.map((row) => [row.number, row.nodes]));
  return nodes.map((node) => {
    const from = node.level * hashBytes;
    const hash = stored.get(lastLeafOf(node))?.subarray(from, from + hashBytes);
    if (hash?.length !== hashBytes) throw new TreeGapError(`The tree has no leaf ${lastLeafOf(node)}.`);
    return Buffer.from(hash);
  });
}

/** Reads the roots of ranges of leaves, in one statement of at most two nodes a level of the tree. */
export async function readRoots(
  read: ReadLeaves,
  ranges: readonly (readonly [number, number])[],
): Promise<Buffer[]> {
  const nodes = ranges.map(nodesOf);
  const hashes = await readNodes(read, nodes.flat());
  return nodes.map((list) => rootOf(hashes.splice(0, list.length)));
}

/** Seals that become leaves in one transaction: each is read with the hashes of its events. */
const mostGrown = 64;

/**
 * Grows the tree. What is wrong with the tree must not keep the log unsealed, so it undoes only the growing.
 * @returns whether the tree lacks more seals, or why it does not grow
 */
export async function growOrFault(
  client: pg.Client,
  log: Log,
): Promise<{ isBehind: boolean; fault?: LogFaultError }> {
  await client.query("SAVEPOINT tree");
  try {
    return { isBehind: await growTree(client, log) };
  } catch (error) {
    await client.query("ROLLBACK TO SAVEPOINT tree");
    if (error instanceof LogFaultError) return { isBehind: false, fault: error };
    const problem = `the tree over the seals cannot grow: ${error instanceof Error ? error.message : error}`;
    return { isBehind: false, fault: new LogFaultError(logName(log), { problem }) };
  }
}

/**
 * Adds the seals that the tree lacks, usually the one that was just written, in the same transaction. Logs that were
 * sealed before there was a tree catch up in batches.
 * @returns whether to call it again
 * @throws LogFaultError when the tree and the seals do not fit
 */
async function growTree(client: pg.Client, log: Log): Promise<boolean> {
  const { rows } = await client.query<{ size: number; seals: number }>(
    `SELECT (SELECT coalesce(max(number), 0) FROM audit_tree_leaves WHERE ${ofLog(client, log)}) AS size,
       (SELECT coalesce(max(number), 0) FROM audit_seals WHERE ${ofLog(client, log)}) AS seals`,
  );
  const { size = 0, seals = 0 } = rows[0] ?? {};
  if (size === seals) return false;
  if (size > seals)
    throw new LogFaultError(logName(log), {
      seal: seals + 1,
      problem: `the tree over the seals has ${size} leaves, and the log has ${seals} seals`,
    });
  const tree = new GrowingTree(size, await readEdge(client, log, size));
  const added = await readSeals(client, log, size, mostGrown);
  await refuseFaulty(log, added, size);
  await client.query(
    `INSERT INTO audit_tree_leaves (organization_pk, environment, number, nodes)
     SELECT $1, $2, number, nodes FROM unnest($3::integer[], $4::bytea[]) AS leaves(number, nodes)`,
    [
      log.organizationPk,
      log.environment,
      added.map(({ payload }) => payload.number),
      added.map(({ payload }) => Buffer.concat(tree.add(leafHash(leafOf(payload))))),
    ],
  );
  return tree.size < seals;
}

/** A gap is a fault of its log. */
async function readEdge(client: pg.Client, log: Log, size: number): Promise<Buffer[]> {
  try {
    return await readNodes(leavesOver(client, log), nodesOf([0, size]));
  } catch (error) {
    if (!(error instanceof TreeGapError)) throw error;
    const problem = "a leaf of the tree over the seals is missing, so the tree cannot grow";
    throw new LogFaultError(logName(log), { problem });
  }
}

/** A seal that is not ours must not become a leaf, because leaves are never changed. */
async function refuseFaulty(log: Log, seals: readonly Seal[], size: number): Promise<void> {
  const { publicKey } = await logKey(log.organizationId);
  const key = readPublicKey(publicKey);
  for (const [at, { payload, hash, signature }] of seals.entries()) {
    const isOurs =
      payload.number === size + at + 1 &&
      hashOf(payload) === hash &&
      isSigned(key, canonicalJson(payload), signature);
    if (!isOurs)
      throw new LogFaultError(logName(log), {
        seal: size + at + 1,
        problem: "it is not the seal that was signed, so the tree over the seals does not take it",
      });
  }
}
