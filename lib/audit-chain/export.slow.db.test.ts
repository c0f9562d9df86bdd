import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { runVerifications } from "@/lib/audit/jobs";
import { getLogStatus, listEvents } from "@/lib/audit/read";
import { auditListQuery } from "@/lib/audit/schema";
import { exportLog, requestVerification } from "@/lib/audit/write";
import { readCheckpoints } from "@/lib/audit-chain/checkpoint";
import { pruneLogs } from "@/lib/audit-chain/pruning";
import type { Log } from "@/lib/audit-chain/seal";
import { verifyLog } from "@/lib/audit-chain/verify";
import { verifyFile } from "@/lib/audit-chain/verify-file";
import { checkpointOf, sendCheckpoints } from "@/lib/audit-chain/witness";
import { recordEvent } from "@/lib/events/record";
import { env, publishEnv } from "@/lib/platform/env";
import { actorOf, createOrganization } from "@/test/factories";
import { randomOfTest } from "@/test/random";
import { sealEverything } from "@/test/sealing";
import { db } from "@/test/test-db";

const run = promisify(execFile);
let actor: Actor;
let log: Log;
let file = "";

beforeEach(async () => {
  const organization = await createOrganization();
  actor = actorOf(organization);
  log = { organizationPk: String(organization.pk), organizationId: organization.id, environment: "sandbox" };
  file = path.join(env().dataDir, `${organization.id}.jsonl`);
});

const note = (noteId: string) => recordEvent(db, actor, { type: "case.note-added", metadata: { noteId } });

async function sealNotes(seals: number, each: number): Promise<void> {
  for (let seal = 0; seal < seals; seal++) {
    for (let at = 0; at < each; at++) await note(`note ${seal} ${at} \u2028 \r é😀`);
    await sealEverything();
  }
}

async function exported(): Promise<string[]> {
  const text = await new Response(await exportLog(actor).open()).text();
  writeFileSync(file, text);
  return text.trimEnd().split("\n");
}

const write = (lines: readonly string[]) => writeFileSync(file, `${lines.join("\n")}\n`);
/** What the published script says, which shares no code with ours. */
const stranger = (...args: string[]) =>
  run(process.execPath, ["docs/verify-audit-log.mjs", file, ...args]).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stderr }) => ({ code, said: String(stderr) }),
  );

describe("an exported log", () => {
  it("is verified by us and by an outsider with only the published script", async () => {
    await sealNotes(3, 5);
    const lines = await exported();
    // A header, three seals, and the event of the export itself, which is not sealed yet.
    expect(lines).toHaveLength(1 + 15 + 3 + 1);
    const { publicKey } = await getLogStatus(actor);
    expect(await verifyFile(file, { publicKey })).toMatchObject({
      fault: null,
      seals: 3,
      events: 15,
      unsealed: 1,
    });
    const { code, said } = await stranger(publicKey);
    expect({ code, said }).toMatchObject({ code: 0, said: expect.stringContaining("15 events as sealed") });
    expect(readFileSync("docs/verify-audit-log.mjs", "utf8").split("\n").length).toBeLessThanOrEqual(101);
  });

  it("without events says so", async () => {
    await exported();
    expect(await verifyFile(file)).toMatchObject({ fault: null, seals: 0, events: 0, unsealed: 1 });
    expect((await stranger()).code).toBe(0);
  });

  it("with any one changed character is refused by both", async () => {
    const random = randomOfTest();
    await sealNotes(2, 3);
    const lines = (await exported()).slice(0, -1);
    const { publicKey } = await getLogStatus(actor);
    for (let at = 0; at < 60; at++) {
      const row = random.int(0, lines.length - 1);
      const line = lines[row] ?? "";
      const column = random.int(0, line.length - 1);
      // The header's time is said by nobody but the header.
      if (row === 0 && column >= line.indexOf('"exported_at"') && column < line.indexOf('"format"')) continue;
      const other = line[column] === "x" ? "y" : "x";
      write(lines.with(row, line.slice(0, column) + other + line.slice(column + 1)));
      const ours = await verifyFile(file, { publicKey }).then(
        ({ fault }) => fault !== null,
        () => true,
      );
      expect({ row, column, ours, theirs: (await stranger(publicKey)).code }).toEqual({
        row,
        column,
        ours: true,
        theirs: 1,
      });
    }
  });

  it("with lines removed, repeated or swapped is refused by both, and they say where", async () => {
    await sealNotes(3, 3);
    const lines = (await exported()).slice(0, -1);
    const cases: [string[], number][] = [
      [lines.toSpliced(2, 1), 1],
      [lines.toSpliced(6, 0, lines[6] ?? ""), 2],
      [lines.with(5, lines[6] ?? "").with(6, lines[5] ?? ""), 2],
      [lines.toSpliced(8, 1), 2],
      [[...lines.slice(0, 5), ...lines.slice(9)], 2],
    ];
    for (const [changed, seal] of cases) {
      write(changed);
      expect((await verifyFile(file)).fault).toMatchObject({ seal });
      expect((await stranger()).said).toMatch(/^NOT AS SEALED/);
    }
  });

  it("with its end cut off is detected with a checkpoint", async () => {
    await sealNotes(3, 2);
    const checkpoints = readCheckpoints(`${(await checkpointOf(log))?.line}\n`);
    write((await exported()).slice(0, 7));
    expect(await verifyFile(file)).toMatchObject({ fault: null, seals: 2 });
    expect((await verifyFile(file, { checkpoints })).fault?.problem).toMatch(/^the end was cut off/);
  });

  it("of another organization is not accepted as this one's", async () => {
    await sealNotes(1, 2);
    await exported();
    const ours = (await getLogStatus(actor)).publicKey;
    const theirs = (await getLogStatus(actorOf(await createOrganization()))).publicKey;
    expect((await verifyFile(file, { publicKey: theirs })).fault?.problem).toMatch(/another key/);
    expect((await stranger(theirs)).code).toBe(1);
    expect((await stranger(ours)).code).toBe(0);
  });
});

describe("checkpoints", () => {
  it("are written to the file once per new seal, and verify", async () => {
    const witness = path.join(env().dataDir, "checkpoints.jsonl");
    publishEnv({ AUDIT_CHECKPOINT_FILE: witness });
    try {
      await sealNotes(1, 1);
      expect(await sendCheckpoints([log])).toBe(1);
      expect(await sendCheckpoints([log])).toBe(0);
      await sealNotes(1, 1);
      expect(await sendCheckpoints([log])).toBe(1);
    } finally {
      publishEnv({ AUDIT_CHECKPOINT_FILE: "" });
    }
    const checkpoints = readCheckpoints(readFileSync(witness, "utf8"));
    expect(await verifyLog(log, { checkpoints })).toMatchObject({ fault: null, seals: 2 });
    expect((await getLogStatus(actor)).checkpoints).toMatchObject([{ place: "file", seal: 2 }]);
  });
});

describe("the log's own retention", () => {
  const days = (count: number) => new Date(Date.now() + count * 86_400_000);
  beforeAll(() => publishEnv({ AUDIT_RETENTION_DAYS: "365" }));

  it("removes the events of whole seals, keeps the seals, and the log still verifies", async () => {
    await sealNotes(2, 4);
    expect(await pruneLogs(days(360))).toBe(0);
    expect(await pruneLogs(days(366))).toBeGreaterThanOrEqual(8);
    await sealEverything();
    expect(await verifyLog(log)).toMatchObject({ fault: null, seals: 3, prunedThrough: 2, events: 1 });
    await note("after");
    await sealEverything();
    await exported();
    expect(await verifyFile(file)).toMatchObject({ fault: null, seals: 4, prunedThrough: 2, events: 2 });
    expect((await stranger()).said).toContain("Retention removed the events up to seal 2");
  });

  it("removes only released events, and its statement cannot be forged", async () => {
    await sealNotes(2, 2);
    const scope = { organizationPk: BigInt(log.organizationPk) };
    await expect(db.auditEvent.deleteMany({ where: scope })).rejects.toThrow(/append-only/);
    await db.auditPruning.create({
      data: {
        ...scope,
        environment: "sandbox",
        throughSeal: 1,
        prunedAt: new Date(),
        signature: new Uint8Array(64),
      },
    });
    await expect(db.auditEvent.deleteMany({ where: scope })).rejects.toThrow(/append-only/);
    expect((await verifyLog(log)).fault).toEqual({
      seal: 1,
      problem: "the statement that retention removed its events is not signed",
    });
  });
});

describe("a requested verification", () => {
  it("runs once, and reports what it found", async () => {
    await sealNotes(2, 3);
    expect(await requestVerification(actor)).toEqual({ state: "waiting" });
    expect((await getLogStatus(actor)).verification).toMatchObject({ state: "waiting", requestedBy: "test" });
    await requestVerification(actor);
    await runVerifications(new AbortController().signal);
    expect((await getLogStatus(actor)).verification).toMatchObject({
      state: "done",
      seals: 2,
      events: 6,
      fault: null,
    });
    const { data } = await listEvents(actor, auditListQuery.parse({ q: "audit" }));
    expect(data.map(({ type }) => type)).toEqual(["audit.verified", "audit.verification-requested"]);
  });
});
