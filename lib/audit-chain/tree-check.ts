import "server-only";
import type pg from "pg";
import type { Fault } from "@/lib/audit-chain/blame";
import type { Seal } from "@/lib/audit-chain/canonical";
import { ofLog } from "@/lib/audit-chain/rows";
import type { Log } from "@/lib/audit-chain/seal";
import { leafOf } from "@/lib/audit-chain/tree";
import { GrowingTree, leafHash } from "@/lib/platform/merkle-tree";

/**
 * Compares the stored tree with the seals. The tree may end before the seals do, until the next sealing: what it lacks
 * follows from the seals alone.
 */
export class TreeCheck {
  private readonly tree = new GrowingTree();
  private leaves = 0;

  constructor(
    private readonly client: pg.Client,
    private readonly log: Log,
  ) {}

  /** Checks the leaves of seals that follow those of the last call. */
  async check(seals: readonly Seal[]): Promise<Fault | undefined> {
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
    }
    return undefined;
  }

  /** Checks that there is no leaf without a seal. */
  async checkEnd(): Promise<Fault | undefined> {
    const { rows } = await this.client.query<{ count: string }>(
      `SELECT count(*) FROM audit_tree_leaves WHERE ${ofLog(this.client, this.log)}`,
    );
    if (Number(rows[0]?.count) === this.leaves) return undefined;
    return { problem: "the tree over the seals has leaves that are no seals" };
  }
}
