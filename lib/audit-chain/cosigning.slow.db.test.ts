import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { hashOf, noSeal, type SealPayload } from "@/lib/audit-chain/canonical";
import { askWitnesses } from "@/lib/audit-chain/cosigning";
import { forgetEnd } from "@/lib/audit-chain/head";
import { signatureTypes, signCheckpoint, verifierKey } from "@/lib/audit-chain/note";
import { proofOf } from "@/lib/audit-chain/proof";
import { readSeals } from "@/lib/audit-chain/rows";
import type { Log } from "@/lib/audit-chain/seal";
import { logKey } from "@/lib/audit-chain/signing";
import { leafOf } from "@/lib/audit-chain/tree";
import { checkpointOfTree, logVerifierKey, originOf, treeLog } from "@/lib/audit-chain/tree-head";
import { verifyLog } from "@/lib/audit-chain/verify";
import { witnesses } from "@/lib/audit-chain/witnessed";
import { recordScopedEvents } from "@/lib/events/record";
import { digest } from "@/lib/platform/crypto";
import { env, publishEnv } from "@/lib/platform/env";
import { log as logger } from "@/lib/platform/log";
import { merkleRoot } from "@/lib/platform/merkle";
import { consistencyRanges, isConsistent, leafHash } from "@/lib/platform/merkle-tree";
import { withConnection } from "@/lib/platform/row-stream";
import { createOrganization, type TestOrganization } from "@/test/factories";
import { randomOfTest } from "@/test/random";
import { sealEverything } from "@/test/sealing";
import { db } from "@/test/test-db";
import { startWitness, type Witness } from "@/test/witness";
import { onServer } from "@/vitest.database";

let witness: Witness;
let organization: TestOrganization;
let log: Log;

beforeAll(async () => {
  witness = await startWitness();
  publishEnv({
    AUDIT_WITNESSES: witness.setting,
    AUDIT_WITNESS_ALLOW_HTTP: "on",
    AUDIT_WITNESS_ALLOWED_NETWORKS: "127.0.0.0/8",
  });
});
afterAll(async () => {
  publishEnv({ AUDIT_WITNESSES: "", AUDIT_WITNESS_ALLOW_HTTP: "", AUDIT_WITNESS_ALLOWED_NETWORKS: "" });
  await witness.stop();
});
beforeEach(async () => {
  organization = await createOrganization();
  log = { organizationPk: String(organization.pk), organizationId: organization.id, environment: "sandbox" };
  await witness.know(await logVerifierKey({ organization: organization.id, environment: "sandbox" }));
});

const sumOf = (at: number) => digest(`${at}`).toString("hex");
const resource = { type: "request" as const, id: "dsr_1" };

async function makeSeals(count: number, from = 0): Promise<void> {
  const scope = { organizationPk: organization.pk, environment: "sandbox" as const };
  for (let at = from; at < from + count; at++) {
    const metadata = { packageId: `pkg_${at}`, files: 1, sha256: sumOf(at) };
    const event = { type: "package.built" as const, metadata, resource };
    await recordScopedEvents(db, "package.build", [{ scope, event }]);
    await sealEverything();
  }
}

const said = () => db.auditWitness.findFirst({ where: { organizationPk: organization.pk } });
const sizeSeen = async () =>
  (await witness.state()).seen.find(({ origin }) => origin === originOf(treeLog(log)))?.size ?? 0;
const asSuperuser = (...statements: string[]) =>
  onServer(env().DATABASE_URL ?? "", async (client) => {
    await client.query("SET session_replication_role = replica");
    for (const statement of statements) await client.query(statement);
  });
/** Removes a faulty log, which would be a fault for other tests. */
async function removeLog({ pk, id }: TestOrganization): Promise<void> {
  for (const table of ["audit_seals", "audit_events", "audit_tree_leaves"])
    await asSuperuser(`DELETE FROM ${table} WHERE organization_pk = ${pk}`);
  await onServer(env().KEYS_DATABASE_URL ?? "", (client) =>
    client.query("DELETE FROM chain_heads WHERE name LIKE $1", [`audit/${id}/%`]),
  );
}

describe("a witness", () => {
  it("signs each newer checkpoint, which then carries its signature, and so does a proof", async () => {
    await makeSeals(3);
    expect(await askWitnesses([log])).toBe(1);
    expect(await askWitnesses([log])).toBe(0);
    const first = await said();
    expect(first).toMatchObject({ size: 3, problem: null });
    await makeSeals(5, 3);
    expect(await askWitnesses([log])).toBe(1);
    expect(await sizeSeen()).toBe(8);
    expect(await said()).toMatchObject({ size: 8, since: first?.since, problem: null });
    const checkpoint = await checkpointOfTree(treeLog(log));
    expect(checkpoint?.split("\n\n")[1]?.split("\n")).toHaveLength(3);
    await makeSeals(1, 8);
    expect((await checkpointOfTree(treeLog(log)))?.split("\n\n")[1]).not.toContain("witness.test");
    const proof = (at: number) => proofOf(log, { type: "package.built", resource, sha256: sumOf(at) });
    expect(await proof(2)).toContain("— witness.test/w1 ");
    expect(await proof(8)).not.toContain("— witness.test/w1 ");
    expect((await verifyLog(log)).fault).toBeNull();
  });

  it("that remembers more than we do is asked again from there", async () => {
    await makeSeals(2);
    await askWitnesses([log]);
    await db.auditWitness.deleteMany({ where: { organizationPk: organization.pk } });
    await makeSeals(2, 2);
    expect(await askWitnesses([log])).toBe(1);
    expect(await sizeSeen()).toBe(4);
  });

  it.each([
    ["garbage", "no_signature"],
    ["empty", "no_signature"],
    ["huge", "no_signature"],
    ["other-key", "no_signature"],
    ["other-text", "no_signature"],
    ["stranger", "no_signature"],
    ["no-size", "unexpected"],
    ["ahead", "ahead"],
    ["error", "unreachable"],
    ["hang", "unreachable"],
  ])("that answers with %s has signed nothing, and is asked again later", async (how, problem) => {
    await makeSeals(2);
    await witness.fail(how);
    expect(await askWitnesses([log])).toBe(0);
    expect(await said()).toMatchObject({ size: 0, line: null, problem, since: null });
    expect((await verifyLog(log)).fault).toBeNull();
    expect(await askWitnesses([log])).toBe(1);
    expect(await said()).toMatchObject({ size: 2, problem: null, problemSince: null });
  });

  it("that does not know the log is told as that, and one that cannot be reached stops nothing", async () => {
    const stranger = await createOrganization();
    const other = {
      organizationPk: String(stranger.pk),
      organizationId: stranger.id,
      environment: "sandbox" as const,
    };
    const mine = organization;
    organization = stranger;
    await makeSeals(1);
    organization = mine;
    await makeSeals(1);
    expect(await askWitnesses([other, log])).toBe(1);
    expect(await db.auditWitness.findFirst({ where: { organizationPk: stranger.pk } })).toMatchObject({
      problem: "unknown_log",
    });
  });

  it("is asked about the others when one log has a damaged tree, or fails at the witness", async () => {
    const damaged = { organization, log };
    await makeSeals(3);
    organization = await createOrganization();
    log = { ...damaged.log, organizationPk: String(organization.pk), organizationId: organization.id };
    await witness.know(await logVerifierKey({ organization: organization.id, environment: "sandbox" }));
    await makeSeals(1);
    await asSuperuser(
      `DELETE FROM audit_tree_leaves WHERE organization_pk = ${damaged.organization.pk} AND number = 2`,
    );
    const alarm = vi.spyOn(logger, "error");
    expect(await askWitnesses([damaged.log, log])).toBe(1);
    expect(alarm).toHaveBeenCalledWith(
      expect.objectContaining({ alarm: "audit", organization: damaged.organization.id }),
      "a witness could not be asked about this log",
    );
    alarm.mockRestore();
    await db.auditWitness.deleteMany({ where: { organizationPk: organization.pk } });
    const other = { ...log, environment: "live" as const };
    await witness.fail("error");
    expect(await askWitnesses([log, other, log])).toBe(1);
    await removeLog(damaged.organization);
  });

  it("whose key was replaced is asked again, and its earlier signature is no fault", async () => {
    await makeSeals(3);
    await askWitnesses([log]);
    const [, vkey = ""] = witness.setting.split(" ");
    const [name = ""] = vkey.split("+");
    const stranger = generateKeyPairSync("ed25519").publicKey;
    const rotated = verifierKey({ name, type: signatureTypes.cosignature, key: stranger });
    publishEnv({ AUDIT_WITNESSES: witness.setting.replace(vkey, rotated) });
    expect((await verifyLog(log)).fault).toBeNull();
    expect(await askWitnesses([log])).toBe(0);
    expect(await said()).toMatchObject({ problem: "no_signature" });
    publishEnv({ AUDIT_WITNESSES: `${witness.setting},${witness.setting.replace(vkey, rotated)}` });
    expect(() => witnesses()).toThrow("two witnesses have the name witness.test/w1");
    publishEnv({ AUDIT_WITNESSES: witness.setting });
  });

  it("of another kind of key is refused when it is configured", () => {
    publishEnv({
      AUDIT_WITNESSES: "https://w.example PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    });
    expect(() => witnesses()).toThrow("is not the verifier key of a witness");
    publishEnv({ AUDIT_WITNESSES: "w.example" });
    expect(() => env()).toThrow("AUDIT_WITNESSES");
    publishEnv({ AUDIT_WITNESSES: witness.setting });
  });

  it("makes the verification find a record that was changed, and an end that was cut off", async () => {
    await makeSeals(4);
    await askWitnesses([log]);
    const own = `organization_pk = ${organization.pk}`;
    const row = await said();
    await asSuperuser(`UPDATE audit_witnesses SET root = sha256(root) WHERE ${own}`);
    expect((await verifyLog(log)).fault).toEqual({
      seal: 4,
      problem: "the log up to here is not the one that the witness witness.test/w1 has signed",
    });
    await asSuperuser(
      `UPDATE audit_witnesses SET origin = 'elsewhere', root = '\\x${Buffer.from(row?.root ?? []).toString("hex")}' WHERE ${own}`,
    );
    expect((await verifyLog(log)).fault?.problem).toMatch(/was not written by the program/);
    await asSuperuser(
      `UPDATE audit_witnesses SET origin = '${row?.origin}' WHERE ${own}`,
      `DELETE FROM audit_seals WHERE ${own} AND number > 2`,
      `DELETE FROM audit_tree_leaves WHERE ${own} AND number > 2`,
      `DELETE FROM audit_events WHERE ${own} AND metadata->>'packageId' IN ('pkg_2', 'pkg_3')`,
    );
    // Somebody who has the keys database as well.
    const found = await verifyLog(log, { isRestored: true });
    expect(found.fault).toEqual({
      seal: 3,
      problem: "the end was cut off: the witness witness.test/w1 has signed 4 seals",
    });
    await removeLog(organization);
  });
});

describe("a log that was sealed again from the beginning, with both databases", () => {
  it("is found by the verification, and refused by the witness when nothing is left of its signature here", async () => {
    await makeSeals(3);
    await askWitnesses([log]);
    const own = `organization_pk = ${organization.pk}`;
    await asSuperuser(
      `DELETE FROM audit_seals WHERE ${own}`,
      `DELETE FROM audit_tree_leaves WHERE ${own}`,
      `UPDATE audit_events SET actor_name = 'nobody' WHERE ${own} AND metadata->>'packageId' = 'pkg_1'`,
    );
    await forgetEnd({ organization: organization.id, environment: "sandbox" });
    await sealEverything();
    await makeSeals(4, 3);
    expect((await verifyLog(log)).fault).toEqual({
      seal: 3,
      problem: "the log up to here is not the one that the witness witness.test/w1 has signed",
    });
    await db.auditWitness.deleteMany({ where: { organizationPk: organization.pk } });
    expect((await verifyLog(log)).fault).toBeNull();
    expect(await askWitnesses([log])).toBe(0);
    expect(await said()).toMatchObject({ problem: "not_consistent", size: 0 });
    expect(await sizeSeen()).toBe(3);
  });
});

/** Seals again what somebody with both databases has changed: each seal names the one before, as ours do. */
function resealed(payloads: readonly SealPayload[]): Buffer[] {
  let previous = noSeal;
  return payloads.map((payload, at) => {
    const seal = { ...payload, number: at + 1, previous };
    previous = hashOf(seal);
    return leafHash(leafOf(seal));
  });
}

const rootOf = (leaves: readonly Buffer[], begin: number, end: number) =>
  merkleRoot(Buffer.concat(leaves.slice(begin, end)));

describe("a history that was rewritten by somebody with both databases and the log's key", () => {
  it("is refused by the witness and by the consistency proof, 500 of 500", async () => {
    const seals = 40;
    await makeSeals(seals);
    expect(await askWitnesses([log])).toBe(1);
    const payloads = await withConnection((client) => readSeals(client, log, 0, 100)).then((all) =>
      all.map(({ payload }) => payload),
    );
    const { key } = await logKey(organization.id);
    const origin = originOf(treeLog(log));
    const before = resealed(payloads);
    const old = { size: seals, root: rootOf(before, 0, seals) };
    const random = randomOfTest();
    const missed: unknown[] = [];
    for (let round = 0; round < 500; round++) {
      const at = random.int(0, seals - 1);
      const other = payloads[at];
      if (!other) throw new Error("no seal");
      const more = Array.from({ length: random.int(1, 30) }, (_, n) => ({
        ...other,
        first_sequence: 10_000 + n,
      }));
      const how = random.int(0, 4);
      const changed =
        [
          () => payloads.with(at, { ...other, root: digest(`${round}`).toString("hex") }),
          () => payloads.with(at, { ...other, count: other.count + 1 }),
          () => payloads.with(at, { ...other, sealed_at: new Date(round).toISOString() }),
          () => payloads.toSpliced(at, 1),
          () => payloads.toSpliced(at, 0, { ...other, first_sequence: 0 }),
        ][how]?.() ?? [];
      const leaves = resealed([...changed, ...more]);
      const size = random.int(seals, leaves.length);
      const tree = { size, root: rootOf(leaves, 0, size) };
      const honest = consistencyRanges(seals, size).map(([begin, end]) => rootOf(leaves, begin, end));
      // What the witness has seen, wherever that is in the proof.
      const mixed = consistencyRanges(seals, size).map(([begin, end]) =>
        end <= seals ? rootOf(before, begin, end) : rootOf(leaves, begin, end),
      );
      for (const proof of [honest, mixed]) {
        const lines = proof.map((hash) => `${hash.toString("base64")}\n`).join("");
        const body = `old ${seals}\n${lines}\n${signCheckpoint({ origin, ...tree }, key)}`;
        const { status } = await fetch(witness.url, { method: "POST", body });
        if (![409, 422].includes(status) || isConsistent(old, tree, proof))
          missed.push({ round, at, how, size, status });
      }
    }
    expect(missed).toEqual([]);
    expect(await sizeSeen()).toBe(seals);
    await makeSeals(1, seals);
    expect(await askWitnesses([log])).toBe(1);
  });
});
