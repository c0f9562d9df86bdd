import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { exportLog } from "@/lib/audit/write";
import type { Log } from "@/lib/audit-chain/seal";
import { checkpointOf } from "@/lib/audit-chain/witness";
import { recordEvent } from "@/lib/events/record";
import { env } from "@/lib/platform/env";
import { actorOf, createOrganization } from "@/test/factories";
import { sealEverything } from "@/test/sealing";
import { db } from "@/test/test-db";
import { onServer } from "@/vitest.database";

let actor: Actor;
let log: Log;
const inFolder = (name: string) => path.join(env().dataDir, name);

const command = (...args: string[]) =>
  promisify(execFile)(process.execPath, ["--import", "tsx", "scripts/audit-verify.ts", ...args], {
    env: { ...process.env, TSX_TSCONFIG_PATH: "tsconfig.node.json" },
  }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stderr }) => ({ code: Number(code), said: String(stderr) }),
  );

const asSuperuser = (statement: string) =>
  onServer(env().DATABASE_URL ?? "", async (client) => {
    await client.query("SET session_replication_role = replica");
    await client.query(statement);
  });

beforeAll(async () => {
  const organization = await createOrganization();
  actor = actorOf(organization);
  log = { organizationPk: String(organization.pk), organizationId: organization.id, environment: "sandbox" };
  for (let seal = 0; seal < 2; seal++) {
    await recordEvent(db, actor, { type: "case.note-added", metadata: { noteId: `note_${seal}` } });
    await sealEverything();
  }
  writeFileSync(inFolder("checkpoints.jsonl"), `${(await checkpointOf(log))?.line}\n`);
  writeFileSync(inFolder("log.jsonl"), await new Response(await exportLog(actor).open()).text());
});

it("reports how far every log verifies", async () => {
  const { code, said } = await command("--checkpoint", inFolder("checkpoints.jsonl"));
  expect(said).toContain(`${log.organizationId} sandbox: as sealed. 2 events in 2 seals`);
  expect(said).toContain("1 newer events are not yet sealed.");
  expect(said).toContain(`${log.organizationId} live: as sealed. Nothing is sealed yet.`);
  expect(code).toBe(0);
});

it("verifies a file without the database", async () => {
  const { code, said } = await command("--file", inFolder("log.jsonl"));
  expect({ code, said }).toMatchObject({ code: 0, said: expect.stringContaining("2 events in 2 seals") });
  expect((await command("--file", inFolder("nothing.jsonl"))).said).toMatch(/cannot be read/);
});

it("refuses an unknown option in one sentence", async () => {
  const said = "Unknown option '--nothing'; --help lists the options.\n";
  expect(await command("--nothing")).toEqual({ code: 1, said });
});

it("reports what blocks sealing, and exits with 1", async () => {
  await onServer(env().DATABASE_URL ?? "", async (open) => {
    await open.query("SET application_name = 'forgotten shell'");
    await open.query("BEGIN");
    await open.query("SELECT pg_current_xact_id()");
    await asSuperuser(
      "UPDATE audit_events SET created_at = created_at - interval '1 hour' WHERE type = 'audit.exported'",
    );
    const { code, said } = await command("--organization", log.organizationId);
    expect(said).toMatch(
      /SEALING IS DELAYED: 1 event has not been sealed, .* a transaction has been open since/,
    );
    expect(said).toContain("application forgotten shell");
    expect(code).toBe(1);
  });
});

it("continues a restored log when told to, and the log records it", async () => {
  const kept = await onServer(env().DATABASE_URL ?? "", async (client) => {
    const { rows } = await client.query(
      "SELECT last_transaction, last_sequence FROM audit_seals WHERE number = 1",
    );
    return rows[0];
  });
  await asSuperuser(
    `DELETE FROM audit_events WHERE (transaction_id, sequence) > (${kept.last_transaction}, ${kept.last_sequence})`,
  );
  await asSuperuser("DELETE FROM audit_seals WHERE number > 1");
  await asSuperuser("DELETE FROM audit_tree_leaves WHERE number > 1");
  await expect(sealEverything()).rejects.toThrow(/the end was cut off/);
  const { code, said } = await command("--accept");
  expect(said).toContain("the log continues after seal 1; the keys database knew seal 2");
  expect(code).toBe(0);
  expect(await db.auditEvent.findFirst({ where: { type: "audit.end-accepted" } })).toMatchObject({
    metadata: { seal: 1, known: 2 },
  });
  await recordEvent(db, actor, { type: "case.note-added", metadata: { noteId: "note_1" } });
  await sealEverything();
  expect((await command()).code).toBe(0);
});

it("names a log whose organization is missing", async () => {
  await asSuperuser(`UPDATE organizations SET id = 'org_elsewhere' WHERE id = '${log.organizationId}'`);
  const { code, said } = await command();
  expect(said).toContain(
    `${log.organizationId} sandbox: NOT AS SEALED: the keys database knows this log, and the main database does not contain it`,
  );
  expect(code).toBe(1);
  await asSuperuser(`UPDATE organizations SET id = '${log.organizationId}' WHERE id = 'org_elsewhere'`);
});

it("names the fault and exits with 1", async () => {
  await asSuperuser("DELETE FROM audit_seals WHERE number = 2");
  expect((await command("--organization", log.organizationId)).said).toContain(
    "seal 2: the end was cut off: the keys database knows seal 2",
  );
  const cut = await command("--checkpoint", inFolder("checkpoints.jsonl"));
  expect(cut).toMatchObject({ code: 1, said: expect.stringContaining("seal 2: the end was cut off") });
  await asSuperuser(`UPDATE audit_events SET actor_name = 'x' WHERE metadata ->> 'noteId' = 'note_0'`);
  const changed = await command();
  expect(changed.code).toBe(1);
  expect(changed.said).toMatch(
    /sandbox: NOT AS SEALED: seal 1, event aud_\w+ \(number \d+\): this event was changed/,
  );
  expect((await command("--organization", "org_nobody")).said).toMatch(/There is no organization/);
});
