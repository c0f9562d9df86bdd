import "server-only";
import { formats, type LogName, type SealPayload } from "@/lib/audit-chain/canonical";
import { leafOf, leavesOf, readNodes } from "@/lib/audit-chain/tree";
import { type TreeLog, treeSize } from "@/lib/audit-chain/tree-head";
import { db } from "@/lib/platform/db";
import { scopeOf } from "@/lib/platform/scope";

// The tree as files, as C2SP specifies them (c2sp.org/tlog-tiles).

/** The hashes of a whole tile, and the levels of the tree between two levels of tiles. */
const width = 256;
const height = 8;

/** A tile: `entries` has leaves, a number the hashes of that level. */
export type Tile = { level: "entries" | number; index: number; width: number };

const mostLevels = 63;

/**
 * Reads the path of a tile behind `tile/`: a level, a number in groups of three digits, all but the last with an x
 * before it, and for a tile that is not whole `.p` and its width.
 * @returns null for every other path
 */
export function readTilePath(path: readonly string[]): Tile | null {
  const [level = "", ...rest] = path;
  const [, number, partial] = /^((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(rest.join("/")) ?? [];
  if (!number || !/^(entries|0|[1-9]\d?)$/.test(level) || Number(level) > mostLevels) return null;
  const groups = number.split("/").map((group) => group.replace("x", ""));
  const isPadded = groups.length > 1 && groups[0] === "000";
  const wide = partial === undefined ? width : Number(partial);
  if (isPadded || (partial !== undefined && wide >= width)) return null;
  return { level: level === "entries" ? level : Number(level), index: Number(groups.join("")), width: wide };
}

/**
 * Returns a tile of a log's tree. It never changes.
 * @returns null when the tree has not grown so far
 */
export async function readTile(log: TreeLog, tile: Tile): Promise<Buffer | null> {
  const step = tile.level === "entries" ? 1 : width ** tile.level;
  const last = (tile.index * width + tile.width) * step;
  if (last > (await treeSize(log))) return null;
  if (tile.level === "entries") return readEntries(log, tile);
  const level = tile.level * height;
  const nodes = Array.from({ length: tile.width }, (_, at) => ({ level, index: tile.index * width + at }));
  return Buffer.concat(await readNodes(leavesOf(log), nodes));
}

async function readEntries(log: TreeLog, tile: Tile): Promise<Buffer> {
  const seals = await sealsOf(log, tile.index * width, tile.width);
  return Buffer.concat(
    seals.flatMap((seal) => {
      const entry = Buffer.from(leafOf(seal));
      const length = Buffer.alloc(2);
      length.writeUInt16BE(entry.length);
      return [length, entry];
    }),
  );
}

/** Reads the statements of consecutive seals, without what only the database keeps of them. */
export async function sealsOf(log: TreeLog, after: number, count: number): Promise<SealPayload[]> {
  const rows = await db.auditSeal.findMany({
    where: { ...scopeOf(log), number: { gt: after, lte: after + count } },
    orderBy: { number: "asc" },
    omit: { leaves: true, hash: true, signature: true },
  });
  return rows.map((row) => payloadOf(log, row));
}

type SealRow = {
  number: number;
  previous: Uint8Array;
  firstSequence: bigint;
  lastTransaction: bigint;
  lastSequence: bigint;
  count: number;
  root: Uint8Array;
  sealedAt: Date;
};

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

const payloadOf = ({ organization, environment }: LogName, row: SealRow): SealPayload => ({
  format: formats.seal,
  organization,
  environment,
  number: row.number,
  previous: hex(row.previous),
  first_sequence: Number(row.firstSequence),
  last_transaction: Number(row.lastTransaction),
  last_sequence: Number(row.lastSequence),
  count: row.count,
  root: hex(row.root),
  sealed_at: row.sealedAt.toISOString(),
});
