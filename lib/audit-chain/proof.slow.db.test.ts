import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { proofOf } from "@/lib/audit-chain/proof";
import { verifyEventProof, verifyProof } from "@/lib/audit-chain/proof-file";
import { pruneLogs } from "@/lib/audit-chain/pruning";
import type { Log } from "@/lib/audit-chain/seal";
import { checkpointOfTree, logVerifierKey, treeLog } from "@/lib/audit-chain/tree-head";
import { verifyLog } from "@/lib/audit-chain/verify";
import { recordEvent, recordScopedEvents } from "@/lib/events/record";
import { digest } from "@/lib/platform/crypto";
import { publishEnv } from "@/lib/platform/env";
import { actorOf, createOrganization, type TestOrganization } from "@/test/factories";
import { randomOfTest } from "@/test/random";
import { sealEverything } from "@/test/sealing";
import { db } from "@/test/test-db";

const perSeal = [1, 2, 3, 5, 8, 1, 1, 4, 7, 2, 1];
const folder = mkdtempSync(path.join(tmpdir(), "proof-"));
let organization: TestOrganization;
let log: Log;
let events: string[];

const sumOf = (name: string) => digest(name).toString("hex");
const resource = { type: "request" as const, id: "dsr_1" };

async function record(name: string): Promise<void> {
  const event = {
    type: "package.built" as const,
    metadata: { packageId: name, files: 1, sha256: sumOf(name) },
    resource,
  };
  const scope = { organizationPk: organization.pk, environment: "sandbox" as const };
  await recordScopedEvents(db, "package.build", [{ scope, event }]);
}

beforeAll(async () => {
  organization = await createOrganization();
  log = { organizationPk: String(organization.pk), organizationId: organization.id, environment: "sandbox" };
  events = [];
  for (const [seal, count] of perSeal.entries()) {
    for (let at = 0; at < count; at++) {
      events.push(`pkg_${seal}_${at}`);
      await record(`pkg_${seal}_${at}`);
    }
    await sealEverything();
  }
});

const proofFor = (name: string) => proofOf(log, { type: "package.built", resource, sha256: sumOf(name) });

/** What the published script says, which shares nothing with our code. */
function outsider(proof: string, ...keys: string[]): { isProved: boolean; said: string } {
  const file = path.join(folder, "event.tlog-proof");
  writeFileSync(file, proof);
  try {
    const said = execFileSync(process.execPath, ["docs/verify-tlog-proof.mjs", file, ...keys], {
      encoding: "utf8",
      stdio: "pipe",
    });
    return { isProved: true, said };
  } catch (error) {
    return { isProved: false, said: String((error as { stderr?: string }).stderr) };
  }
}

describe("the proof of an event", () => {
  it("is verified by us and by an outsider with only the published script, for every event", async () => {
    const key = await logVerifierKey({ organization: organization.id, environment: "sandbox" });
    for (const name of events) {
      const proof = (await proofFor(name)) ?? "";
      const { faults, proven } = verifyEventProof(proof, { type: "package.built", sha256: sumOf(name) });
      expect(faults).toEqual([]);
      expect(proven?.seal.organization).toBe(organization.id);
      const { isProved, said } = outsider(proof, key);
      expect(said).toContain(`is in seal ${proven?.seal.number} of ${organization.id} sandbox`);
      expect(isProved).toBe(true);
    }
  });

  it("remains valid while the log grows", async () => {
    const [name = ""] = events;
    const before = (await proofFor(name)) ?? "";
    await record("pkg_later");
    await sealEverything();
    expect(await proofFor(name)).not.toBe(before);
    expect(verifyProof(before).faults).toEqual([]);
    expect(outsider(before).isProved).toBe(true);
  });

  it("with any one changed character is refused by both", async () => {
    const proof = (await proofFor(events[9] ?? "")) ?? "";
    const random = randomOfTest();
    for (let round = 0; round < 500; round++) {
      const at = random.int(0, proof.length - 1);
      const letter = "abcxyz0189+/=\n ".charAt(random.int(0, 14));
      const changed = `${proof.slice(0, at)}${letter}${proof.slice(at + 1)}`;
      if (changed === proof) continue;
      expect(verifyProof(changed).faults).not.toEqual([]);
      // The script is a process for each proof, so it gets fewer of them.
      if (round < 120) expect({ changed, ...outsider(changed) }).toMatchObject({ isProved: false });
    }
  });

  it.each([
    [
      "with a hash in capital letters",
      (extra: string) =>
        extra.replace(/"event_proof":\["[0-9a-f]+/, (each) =>
          each.replace(/[0-9a-f]+$/, (hash) => hash.toUpperCase()),
        ),
    ],
    ["with a space behind its data", (extra: string) => `${extra} `],
    ["with a line break before its data", (extra: string) => `\n${extra}`],
    ["with its key written otherwise", (extra: string) => extra.replace(/(?<="public_key":"[^"]+)="/, '?"')],
    ["with its key without its end", (extra: string) => extra.replace(/(?<="public_key":"[^"]+)="/, '"')],
    [
      "with its members in another order",
      (extra: string) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(extra)).reverse())),
    ],
    ["with a member twice", (extra: string) => extra.replace("{", '{"event_index":9,')],
  ])("%s is refused by both, although it means the same", async (_, change) => {
    const proof = (await proofFor(events[9] ?? "")) ?? "";
    const [, encoded = ""] = /^extra (\S+)$/m.exec(proof) ?? [];
    const extra = Buffer.from(encoded, "base64").toString();
    expect(change(extra)).not.toBe(extra);
    const changed = proof.replace(encoded, Buffer.from(change(extra)).toString("base64"));
    expect(verifyProof(changed).faults).toEqual(["this is not a proof of an event"]);
    expect(outsider(changed)).toMatchObject({ isProved: false, said: expect.stringContaining("NOT PROVED") });
  });

  it("proves no other event, and is of no other key", async () => {
    const proof = (await proofFor(events[0] ?? "")) ?? "";
    const other = { type: "package.built", sha256: sumOf(events[1] ?? "") };
    expect(verifyEventProof(proof, other).faults).toEqual(["it proves something else"]);
    const stranger = await createOrganization();
    const key = await logVerifierKey({ organization: stranger.id, environment: "sandbox" });
    expect(outsider(proof, key).said).toContain("the key is of another log");
    expect(verifyProof(proof, { key: "A".repeat(43) }).faults).toEqual([
      "the log's key is not the given one",
    ]);
    for (const text of [
      "",
      "\n\n",
      "c2sp.org/tlog-proof@v1\n\n",
      proof.slice(0, -1),
      proof.replace("extra", "index"),
    ])
      expect(verifyProof(text)).toMatchObject({ faults: ["this is not a proof of an event"], proven: null });
  });

  it("is made neither before the event is sealed nor of what a person did", async () => {
    await record("pkg_new");
    expect(await proofFor("pkg_new")).toBeNull();
    const metadata = { packageId: "pkg_person", files: 1, sha256: sumOf("pkg_person") };
    await recordEvent(db, actorOf(organization, { roles: ["compliance"] }), {
      type: "package.built",
      metadata,
      resource,
    });
    await sealEverything();
    expect(await proofFor("pkg_new")).not.toBeNull();
    expect(await proofFor("pkg_person")).toBeNull();
  });

  it("remains valid after retention removed the event, and the tree remains as it is", async () => {
    const [name = "", last = ""] = [events[0], events.at(-1)];
    const before = (await proofFor(name)) ?? "";
    const checkpoint = await checkpointOfTree(treeLog(log));
    publishEnv({ AUDIT_RETENTION_DAYS: "365" });
    expect(await pruneLogs(new Date(Date.now() + 366 * 86_400_000))).toBeGreaterThan(0);
    publishEnv({ AUDIT_RETENTION_DAYS: "" });
    expect(await proofFor(name)).toBeNull();
    expect(await proofFor(last)).toBeNull();
    expect(verifyProof(before).faults).toEqual([]);
    expect(outsider(before).isProved).toBe(true);
    expect(await checkpointOfTree(treeLog(log))).toBe(checkpoint);
    expect((await verifyLog(log)).fault).toBeNull();
    await record("pkg_after");
    await sealEverything();
    expect(outsider((await proofFor("pkg_after")) ?? "").isProved).toBe(true);
  });
});
