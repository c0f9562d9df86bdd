import { beforeAll, describe, expect, it } from "vitest";
import { readCheckpoints } from "@/lib/audit/checkpoint";
import { recordEvent } from "@/lib/audit/record";
import type { Log } from "@/lib/audit/seal";
import { verifyLog } from "@/lib/audit/verify";
import { checkpointOf } from "@/lib/audit/witness";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { actorOf, createOrganization } from "@/prisma/factories";
import { sealEverything } from "@/prisma/sealing";
import { attempts, type Sealed } from "@/prisma/tamper";
import { onServer } from "@/vitest.database";

const seals = 12;
const perSeal = 7;
let log: Log;
let checkpoint: string;
let sealed: Sealed;

beforeAll(async () => {
  const organization = await createOrganization();
  log = { organizationPk: String(organization.pk), organizationId: organization.id, environment: "sandbox" };
  const actor = actorOf(organization);
  for (let seal = 0; seal < seals; seal++) {
    for (let event = 0; event < perSeal; event++)
      await recordEvent(db, actor, {
        type: "case.note-added",
        metadata: { noteId: `note_${seal}_${event}` },
        resource: { type: "case", id: `rvc_${seal}` },
      });
    expect(await sealEverything()).toBe(perSeal);
  }
  checkpoint = (await checkpointOf(log))?.line ?? "";
  const events = await db.auditEvent.findMany({ orderBy: [{ transactionId: "asc" }, { sequence: "asc" }] });
  sealed = {
    organizationPk: organization.pk,
    perSeal,
    events: events.map(({ sequence, id }) => ({ sequence, id })),
    seals,
  };
});

const verify = (text = checkpoint) => verifyLog(log, { checkpoints: readCheckpoints(text) });

/** Does something to the log as a superuser whom no trigger stops, asks what verification says, and takes it back. */
async function tamper(statements: readonly string[]) {
  return onServer(env().DATABASE_URL ?? "", async (client) => {
    await client.query("SET session_replication_role = replica");
    await client.query("CREATE TABLE kept_events AS TABLE audit_events");
    await client.query("CREATE TABLE kept_seals AS TABLE audit_seals");
    try {
      for (const statement of statements) await client.query(statement);
      return await verify();
    } finally {
      await client.query("DELETE FROM audit_events");
      await client.query("INSERT INTO audit_events SELECT * FROM kept_events");
      await client.query("DELETE FROM audit_seals");
      await client.query("INSERT INTO audit_seals SELECT * FROM kept_seals");
      await client.query("DROP TABLE kept_events, kept_seals");
    }
  });
}

describe("a log that somebody wrote to as superuser", () => {
  it("verifies as long as nobody does", async () => {
    expect(await verify()).toMatchObject({ fault: null, seals, events: seals * perSeal, unsealed: 0 });
    expect((await tamper([])).fault).toBeNull();
  });

  it("is found in each of 500 random attempts, at its first bad place", { timeout: 300_000 }, async () => {
    const missed: unknown[] = [];
    const tried = new Set<string>();
    for (let seed = 0; seed < 500; seed++) {
      const attempt = attempts(sealed, seed);
      tried.add(attempt.kind);
      const { fault } = await tamper(attempt.statements);
      const isNamed =
        fault?.seal === attempt.seal &&
        (attempt.events.length === 0 || attempt.events.includes(fault?.event ?? ""));
      if (!isNamed) missed.push({ ...attempt, fault });
    }
    expect(missed).toEqual([]);
    expect([...tried].length).toBeGreaterThanOrEqual(12);
  });

  it("is refused by the triggers when it is not a superuser's replica session", async () => {
    for (const table of ["audit_events", "audit_seals"]) {
      for (const statement of [
        `UPDATE ${table} SET environment = 'live'`,
        `DELETE FROM ${table}`,
        `TRUNCATE ${table}`,
      ])
        await expect(db.$executeRawUnsafe(statement)).rejects.toThrow(/append-only/);
    }
  });
});

describe("a log whose end was cut off", () => {
  const cut = [
    `DELETE FROM audit_events WHERE transaction_id > (SELECT last_transaction FROM audit_seals WHERE number = ${seals - 2})`,
    `DELETE FROM audit_seals WHERE number > ${seals - 2}`,
  ];

  it("is found with a checkpoint", async () => {
    expect((await tamper(cut)).fault).toEqual({
      seal: seals - 1,
      problem: `the end was cut off: a checkpoint names seal ${seals}, and the log ends with seal ${seals - 2}`,
    });
  });

  it("is not the checkpoint's log when it was sealed anew", async () => {
    const report = await onServer(env().DATABASE_URL ?? "", async (client) => {
      await client.query("SET session_replication_role = replica");
      await client.query("CREATE TABLE kept_seals AS TABLE audit_seals");
      await client.query(`DELETE FROM audit_seals WHERE number = ${seals}`);
      await sealEverything();
      const found = await verify();
      await client.query("DELETE FROM audit_seals");
      await client.query("INSERT INTO audit_seals SELECT * FROM kept_seals");
      await client.query("DROP TABLE kept_seals");
      return found;
    });
    expect(report.fault).toEqual({ seal: seals, problem: "it is not the seal that a checkpoint names" });
  });

  it("does not verify with a checkpoint that somebody wrote", async () => {
    const forged = checkpoint.replace(/"seal_number":\d+/, '"seal_number":3');
    expect((await verify(forged)).fault?.problem).toBe(
      "the checkpoint in line 1 is not signed by the log's key",
    );
  });
});
