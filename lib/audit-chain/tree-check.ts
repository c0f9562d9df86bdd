import "server-only";
import type pg from "pg";
import type { Fault } from "@/lib/audit-chain/blame";
import type { Seal } from "@/lib/audit-chain/canonical";
import { checkpointText, findCosignature, isByFormerKey, readSignature } from "@/lib/audit-chain/note";
import { ofLog } from "@/lib/audit-chain/rows";
import type { Log } from "@/lib/audit-chain/seal";
import { leafOf } from "@/lib/audit-chain/tree";
import { type Witnessed, witnesses } from "@/lib/audit-chain/witnessed";
import { GrowingTree, leafHash } from "@/lib/platform/merkle-tree";

/**
 * Compares the stored tree with the seals. The tree may end before the seals do, until the next sealing: what it lacks
 * follows from the seals alone.
 */
export class TreeCheck {
  private readonly tree = new GrowingTree();
  private leaves = 0;
  private witnessed: Witnessed[] | undefined;

  constructor(
    private readonly client: pg.Client,
    private readonly log: Log,
  ) {}

  /** Checks the leaves of seals that follow those of the last call. */
  async check(seals: readonly Seal[]): Promise<Fault | undefined> {
    this.witnessed ??= await readWitnessed(this.client, this.log);
    const { rows } = await this.client.query<{ number: number; nodes: Buffer }>(
      `SELECT number, nodes FROM audit_tree_leaves WHERE ${ofLog(this.client, this.log)} AND number > $1 AND number <= $2`,
      [this.tree.size, this.tree.size + seals.length],
    );
    const stored = new Map(rows.map(({ number, nodes }) => [number, nodes]));
    for (const { payload } of seals) {
      const nodes = Buffer.concat(this.tree.add(leafHash(leafOf(payload))));
      const there = stored.get(payload.number);
      const isNext = this.leaves === payload.number - 1;
      if (there && !(isNext && nodes.equals(there)))
        return { seal: payload.number, problem: "its leaf in the tree over the seals is not what it was" };
      if (there) this.leaves++;
      const other = this.witnessed.find(
        ({ size, root }) => size === payload.number && !root.equals(this.tree.root),
      );
      if (other)
        return {
          seal: payload.number,
          problem: `the log up to here is not the one that the witness ${other.witness} has signed`,
        };
    }
    return undefined;
  }

  /** Checks that there is no leaf without a seal, and no end before what a witness has signed. */
  async checkEnd(): Promise<Fault | undefined> {
    this.witnessed ??= await readWitnessed(this.client, this.log);
    const forged = this.witnessed.find((each) => !isByWitness(each));
    if (forged)
      return {
        seal: forged.size,
        problem: `the record that the witness ${forged.witness} has signed it was not written by the program`,
      };
    const ahead = this.witnessed.find(({ size }) => size > this.tree.size);
    if (ahead)
      return {
        seal: this.tree.size + 1,
        problem: `the end was cut off: the witness ${ahead.witness} has signed ${ahead.size} seals`,
      };
    const { rows } = await this.client.query<{ count: string }>(
      `SELECT count(*) FROM audit_tree_leaves WHERE ${ofLog(this.client, this.log)}`,
    );
    if (Number(rows[0]?.count) === this.leaves) return undefined;
    return { problem: "the tree over the seals has leaves that are no seals" };
  }
}

async function readWitnessed(client: pg.Client, log: Log): Promise<Witnessed[]> {
  const { rows } = await client.query<Witnessed>(
    `SELECT witness, size, root, origin, line FROM audit_witnesses
     WHERE ${ofLog(client, log)} AND root IS NOT NULL AND line IS NOT NULL ORDER BY witness`,
  );
  return rows;
}

/** Whether a witness has signed what is recorded of it. A key that is no longer configured cannot be asked. */
function isByWitness({ witness, origin, size, root, line }: Witnessed): boolean {
  const known = witnesses().find(({ key }) => key.name === witness);
  const signature = readSignature(line);
  if (!known) return true;
  if (!signature) return false;
  return (
    isByFormerKey(known.key, signature) ||
    findCosignature(checkpointText({ origin, size, root }), [signature], known.key) !== null
  );
}
