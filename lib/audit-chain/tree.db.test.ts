import { beforeEach, describe, expect, it } from "vitest";
import { readSeals } from "@/lib/audit-chain/rows";
import type { Log } from "@/lib/audit-chain/seal";
import { leafOf, leavesOf, readRoots } from "@/lib/audit-chain/tree";
import { verifyLog } from "@/lib/audit-chain/verify";
import { recordEvent } from "@/lib/events/record";
import { env } from "@/lib/platform/env";
import { merkleRoot } from "@/lib/platform/merkle";
import {
  consistencyRanges,
  inclusionRanges,
  isConsistent,
  isIncluded,
  leafHash,
} from "@/lib/platform/merkle-tree";
import { withConnection } from "@/lib/platform/row-stream";
import { actorOf, createOrganization, type TestOrganization } from "@/test/factories";
import { sealEverything } from "@/test/sealing";
import { db } from "@/test/test-db";
import { onServer } from "@/vitest.database";

let organization: TestOrganization;
let log: Log;

beforeEach(async () => {
  organization = await createOrganization();
  log = { organizationPk: String(organization.pk), organizationId: organization.id, environment: "sandbox" };
});

const scope = () => ({ organizationPk: organization.pk, environment: "sandbox" as const });
const stored = () => db.auditTreeLeaf.findMany({ where: scope(), orderBy: { number: "asc" } });

async function makeSeals(count: number): Promise<void> {
  for (let at = 0; at < count; at++) {
    await recordEvent(db, actorOf(organization), {
      type: "case.note-added",
      metadata: { noteId: `note_${at}` },
    });
    await sealEverything();
  }
}

async function leafHashes(): Promise<Buffer[]> {
  const seals = await withConnection((client) => readSeals(client, log, 0, 1000));
  return seals.map(({ payload }) => leafHash(leafOf(payload)));
}

/** A later log is sealed before the tree of this one has taken its second batch. */
async function catchesUpInTurn(seals: number): Promise<void> {
  const other = await createOrganization();
  await recordEvent(db, actorOf(other), { type: "case.note-added", metadata: { noteId: "other" } });
  await onServer(env().DATABASE_URL ?? "", async (client) => {
    await client.query("SET session_replication_role = replica");
    await client.query("DELETE FROM audit_tree_leaves WHERE organization_pk = $1", [organization.pk]);
    await client.query(`CREATE FUNCTION in_turn() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN
      IF NEW.organization_pk = ${organization.pk} AND NEW.number > 64
        AND NOT EXISTS (SELECT FROM audit_seals WHERE organization_pk = ${other.pk}) THEN RAISE EXCEPTION ''not in turn'';
      END IF; RETURN NEW; END'`);
    await client.query(
      "CREATE TRIGGER in_turn BEFORE INSERT ON audit_tree_leaves FOR EACH ROW EXECUTE FUNCTION in_turn()",
    );
    await sealEverything().finally(() => client.query("DROP FUNCTION in_turn CASCADE"));
  });
  expect(await stored()).toHaveLength(seals);
}

describe("the tree over the seals", () => {
  it("grows by a leaf with each seal, and proves each of them at each size", async () => {
    await makeSeals(13);
    const leaves = await leafHashes();
    expect(leaves).toHaveLength(13);
    const read = leavesOf(scope());
    const rootAt = async (size: number) => (await readRoots(read, [[0, size]]))[0] ?? Buffer.alloc(0);
    for (let size = 1; size <= leaves.length; size++) {
      const tree = { size, root: await rootAt(size) };
      expect(tree.root).toEqual(merkleRoot(Buffer.concat(leaves.slice(0, size))));
      for (let index = 0; index < size; index++) {
        const proof = await readRoots(read, inclusionRanges(index, size));
        expect(isIncluded(leaves[index] ?? tree.root, index, proof, tree)).toBe(true);
        const old = { size: index + 1, root: await rootAt(index + 1) };
        expect(isConsistent(old, tree, await readRoots(read, consistencyRanges(old.size, size)))).toBe(true);
      }
    }
    await expect(rootAt(14)).rejects.toThrow("The tree has no leaf");
  });

  it("is made for a log that was sealed before there was a tree, however long", async () => {
    await makeSeals(70);
    const before = await stored();
    expect(before).toHaveLength(70);
    for (const kept of [0, 3, 64, 69]) {
      await onServer(env().DATABASE_URL ?? "", async (client) => {
        await client.query("SET session_replication_role = replica");
        await client.query("DELETE FROM audit_tree_leaves WHERE organization_pk = $1 AND number > $2", [
          organization.pk,
          kept,
        ]);
      });
      expect(await verifyLog(log)).toMatchObject({ fault: null, seals: 70 });
      await sealEverything();
      expect(await stored()).toEqual(before);
    }
    expect(await verifyLog(log)).toMatchObject({ fault: null, seals: 70 });
    await catchesUpInTurn(before.length);
  });

  it("with a gap is a fault of its log, and this log and others are sealed", async () => {
    await makeSeals(4);
    const tampered = organization;
    const remove = (table: string, where: string) =>
      onServer(env().DATABASE_URL ?? "", async (client) => {
        await client.query("SET session_replication_role = replica");
        await client.query(`DELETE FROM ${table} WHERE organization_pk = ${tampered.pk} AND ${where}`);
      });
    await remove("audit_tree_leaves", "number = 4");
    await remove("audit_tree_leaves", "number = 2");
    await recordEvent(db, actorOf(tampered), { type: "case.note-added", metadata: { noteId: "late" } });
    organization = await createOrganization();
    await recordEvent(db, actorOf(organization), { type: "case.note-added", metadata: { noteId: "note" } });
    await expect(sealEverything()).rejects.toThrow("a leaf of the tree over the seals is missing");
    expect(await stored()).toHaveLength(1);
    expect(await db.auditSeal.count({ where: { organizationPk: tampered.pk } })).toBe(5);
    // Loud again as long as it is so, though there is nothing to seal.
    await expect(sealEverything()).rejects.toThrow(`sealed, but its tree does not grow: ${tampered.id}`);
    expect((await verifyLog(log)).fault).toMatchObject({ seal: 3 });
    for (const table of ["audit_tree_leaves", "audit_seals", "audit_events"]) await remove(table, "true");
    await onServer(env().KEYS_DATABASE_URL ?? "", (client) =>
      client.query("DELETE FROM chain_heads WHERE name LIKE $1", [`audit/${tampered.id}/%`]),
    );
  });

  it("takes no seal that its log has not signed", async () => {
    await makeSeals(3);
    await onServer(env().DATABASE_URL ?? "", async (client) => {
      await client.query("SET session_replication_role = replica");
      await client.query("DELETE FROM audit_tree_leaves WHERE organization_pk = $1", [organization.pk]);
      await client.query(
        "UPDATE audit_seals SET count = count + 1, hash = sha256(hash) WHERE organization_pk = $1 AND number = 2",
        [organization.pk],
      );
    });
    await recordEvent(db, actorOf(organization), { type: "case.note-added", metadata: { noteId: "late" } });
    await expect(sealEverything()).rejects.toThrow("the tree over the seals does not take it");
    expect(await stored()).toEqual([]);
    expect(await db.auditSeal.count({ where: { organizationPk: organization.pk } })).toBe(4);
    expect((await verifyLog(log)).fault).toMatchObject({ seal: 2 });
    await onServer(env().DATABASE_URL ?? "", async (client) => {
      await client.query("SET session_replication_role = replica");
      await client.query("DELETE FROM audit_seals WHERE organization_pk = $1", [organization.pk]);
      await client.query("DELETE FROM audit_events WHERE organization_pk = $1", [organization.pk]);
    });
    await onServer(env().KEYS_DATABASE_URL ?? "", (client) =>
      client.query("DELETE FROM chain_heads WHERE name LIKE $1", [`audit/${organization.id}/%`]),
    );
  });
});
