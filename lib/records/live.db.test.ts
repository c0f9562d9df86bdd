import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { claimCase } from "@/lib/cases/write";
import { closeDb } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { streamCases } from "@/lib/queue/stream";
import { announceCases, tellCases, watchCases } from "@/lib/records/live";
import { createBareCases, createMember, createOrganization, type TestOrganization } from "@/test/factories";
import { db } from "@/test/test-db";
import { onServer } from "@/vitest.database";

let organization: TestOrganization;
let anna: Actor;
const stops: (() => void)[] = [];

beforeEach(async () => {
  organization = await createOrganization();
  anna = await createMember(organization, ["reviewer"]);
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** What a watcher has been told, as it comes. */
function watch(actor: Actor): string[][] {
  const told: string[][] = [];
  stops.push(watchCases(actor, (ids) => told.push([...ids])));
  return told;
}

/** Waits until a condition is true; a slow machine has half a minute. */
async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!holds() && Date.now() < deadline) await wait(20);
  expect(holds()).toBe(true);
}

const listeners = () => db.$queryRaw<{ pid: number }[]>`
  SELECT pid FROM pg_stat_activity WHERE application_name = 'countersign-live' AND datname = current_database()
    AND query LIKE 'LISTEN%'`;

async function untilListening(): Promise<void> {
  const deadline = Date.now() + 30_000;
  while ((await listeners()).length === 0 && Date.now() < deadline) await wait(50);
  expect(await listeners()).not.toEqual([]);
}

it("informs readers of the same environment, and no others", async () => {
  const [id = ""] = await createBareCases(organization, 1);
  const stranger = watch(await createMember(await createOrganization(), ["reviewer"]));
  const otherSide = watch(await createMember(organization, ["reviewer"], { environment: "live" }));
  const told = watch(await createMember(organization, ["lead"]));
  await untilListening();
  await claimCase(anna, { caseId: id });
  await until(() => told.flat().includes(id));
  expect(stranger.flat()).toEqual([]);
  expect(otherSide.flat()).toEqual([]);
});

it("combines a burst into one message", async () => {
  const ids = await createBareCases(organization, 40);
  const told = watch(anna);
  await untilListening();
  for (const id of ids) announceCases(anna, [id]);
  await until(() => told.flat().length > 0);
  expect(told.filter((each) => each.length > 0)).toEqual([ids]);
});

it("ignores foreign messages without missing its own", async () => {
  const [id = ""] = await createBareCases(organization, 1);
  const told = watch(anna);
  await untilListening();
  for (const rubbish of ["hello", "", "{}", "null", '{"scope":1}', '{"scope":"x","ids":[1]}'])
    await db.$queryRaw`SELECT 1 FROM (SELECT pg_notify('cases', ${rubbish})) sent`;
  await claimCase(anna, { caseId: id });
  await until(() => told.flat().includes(id));
  expect(told.flat()).toEqual([id]);
});

it("reconnects after a lost connection and reports that messages may have been missed", async () => {
  const [id = ""] = await createBareCases(organization, 1);
  const told = watch(anna);
  await untilListening();
  const [listener] = await listeners();
  await db.$queryRaw`SELECT pg_terminate_backend(${listener?.pid}::int)`;
  await until(() => told.some((ids) => ids.length === 0));
  await claimCase(anna, { caseId: id });
  await until(() => told.flat().includes(id));
});

it("names no restricted case", async () => {
  const [id = ""] = await createBareCases(organization, 1);
  const told = watch(anna);
  await untilListening();
  await db.reviewCase.updateMany({ where: { id }, data: { isRestricted: true } });
  const before = told.length;
  announceCases(anna, [id]);
  await until(() => told.length > before);
  expect(told.flat()).toEqual([]);
});

it("streams changes as server-sent events and stops when the reader leaves", async () => {
  const [id = ""] = await createBareCases(organization, 1);
  const reader = streamCases(anna).open().getReader();
  let text = "";
  const reading = (async () => {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read())
      text += new TextDecoder().decode(piece.value);
  })();
  await until(() => text.includes("event: ready"));
  await untilListening();
  await claimCase(anna, { caseId: id });
  await until(() => text.includes(`event: changed\ndata: ${JSON.stringify({ ids: [id] })}`));
  await reader.cancel();
  await reading;
});

it("sends what is pending before its database closes, and does not use it afterwards", async () => {
  const [id = ""] = await createBareCases(organization, 1);
  const told = watch(anna);
  await untilListening();
  await claimCase(anna, { caseId: id });
  await tellCases();
  await closeDb();
  await until(() => told.flat().includes(id));
  await wait(400);
  const { rows } = await onServer(env().DATABASE_URL ?? "", (client) =>
    client.query(
      "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name NOT IN ('countersign-live', 'countersign-tests')",
    ),
  );
  expect(rows).toEqual([]);
});
