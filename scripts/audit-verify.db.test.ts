import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, it } from "vitest";
import { recordEvent } from "@/lib/audit/record";
import type { Log } from "@/lib/audit/seal";
import { checkpointOf } from "@/lib/audit/witness";
import { exportLog } from "@/lib/audit/write";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { actorOf, createOrganization } from "@/prisma/factories";
import { sealEverything } from "@/prisma/sealing";
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

it("says of every log until where it is as sealed", async () => {
  const { code, said } = await command("--checkpoint", inFolder("checkpoints.jsonl"));
  expect(said).toContain(`${log.organizationId} sandbox: as sealed. 2 events in 2 seals`);
  expect(said).toContain("1 newer events are not yet sealed.");
  expect(said).toContain(`${log.organizationId} live: as sealed. Nothing is sealed yet.`);
  expect(code).toBe(0);
});

it("verifies a file without asking the database", async () => {
  const { code, said } = await command("--file", inFolder("log.jsonl"));
  expect({ code, said }).toMatchObject({ code: 0, said: expect.stringContaining("2 events in 2 seals") });
  expect((await command("--file", inFolder("nothing.jsonl"))).said).toMatch(/cannot be read/);
});

it("names what is wrong and exits with 1", async () => {
  await asSuperuser("DELETE FROM audit_seals WHERE number = 2");
  expect((await command("--organization", log.organizationId)).code).toBe(0);
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
