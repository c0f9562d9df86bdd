import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { mintActor } from "@/lib/actor/mint";
import { getEvent, getLogStatus, listActors, listEvents } from "@/lib/audit/read";
import { auditListQuery } from "@/lib/audit/schema";
import { originOf } from "@/lib/audit-chain/tree-head";
import { holdsWords, indexWords } from "@/lib/audit-chain/words";
import { recordEvent } from "@/lib/events/record";
import { Prisma } from "@/lib/platform/generated/client";
import { actorOf, createOrganization } from "@/test/factories";
import { sealEverything } from "@/test/sealing";
import { db } from "@/test/test-db";

let actor: Actor;

beforeEach(async () => {
  actor = actorOf(await createOrganization());
});

const note = (noteId: string) => recordEvent(db, actor, { type: "case.note-added", metadata: { noteId } });

describe("the actors of a log", () => {
  it("are listed once each, by their current name, and filter the log", async () => {
    await note("one");
    const as = (name: string) => mintActor({ ...actor, kind: "person", id: "mem_other", name });
    for (const name of ["before@test.example", "after@test.example"])
      await recordEvent(db, as(name), { type: "case.note-added", metadata: { noteId: name } });
    expect(await listActors(actor)).toEqual([
      { id: "mem_other", name: "after@test.example", kind: "person" },
      { id: actor.id, name: actor.name, kind: "job" },
    ]);
    const { data } = await listEvents(actor, auditListQuery.parse({ actor: "mem_other" }));
    expect(data.map(({ actorId }) => actorId)).toEqual(["mem_other", "mem_other"]);
    expect(await listActors(actorOf(await createOrganization()))).toEqual([]);
  });
});

describe("the status of a log", () => {
  it("says what a witness has signed under the log's present name, and why it has signed no more", async () => {
    const { organizationPk, organizationId, environment } = actor.scope;
    const signed = {
      organizationPk,
      environment,
      size: 7,
      cosignedAt: new Date("2026-11-29T22:00:00Z"),
      since: new Date("2026-11-01T08:00:00Z"),
    };
    const origin = originOf({ organization: organizationId, environment });
    await db.auditWitness.createMany({
      data: [
        { ...signed, witness: "a.example", origin },
        {
          ...signed,
          witness: "b.example",
          origin: "elsewhere",
          problem: "unknown_log",
          problemSince: signed.since,
        },
      ],
    });
    const { witnesses, verifierKey } = await getLogStatus(actor);
    expect(witnesses).toEqual([
      {
        name: "a.example",
        signed: { seals: 7, signedAt: "2026-11-29T22:00:00Z", since: "2026-11-01T08:00:00Z" },
        problem: null,
        problemSince: null,
      },
      { name: "b.example", signed: null, problem: "unknown_log", problemSince: "2026-11-01T08:00:00Z" },
    ]);
    expect(verifierKey).toMatch(new RegExp(`^${origin}\\+[0-9a-f]{8}\\+AQ?[A-Za-z0-9+/]+=*$`));
    expect((await getLogStatus(actorOf(await createOrganization()))).witnesses).toEqual([]);
  });
});

describe("the search", () => {
  it("finds words and their beginnings in actor, type, ids, address and metadata", async () => {
    await note("note_zebra");
    await recordEvent(db, actor, {
      type: "case.opened",
      metadata: { fields: ["first_name"] },
      resource: { type: "case", id: "rvc_01kzebra9" },
    });
    const found = async (q: string) =>
      (await listEvents(actor, auditListQuery.parse({ q }))).data.map(({ type }) => type);
    expect(await found("note_zeb")).toEqual(["case.note-added"]);
    expect(await found("rvc_01kzebra9")).toEqual(["case.opened"]);
    expect(await found("case zebra9")).toEqual([]);
    expect(await found("192.0.2.9 first_name")).toEqual(["case.opened"]);
    expect(await found("test")).toHaveLength(2);
    expect(await found("' & ! <->")).toEqual([]);
    expect(
      (await listEvents(actor, auditListQuery.parse({ resourceId: "rvc_01kzebra9" }))).data,
    ).toHaveLength(1);
    const [event] = (await listEvents(actor, auditListQuery.parse({ q: "zebra9" }))).data;
    expect(event).toBeUndefined();
    const [opened] = (await listEvents(actor, auditListQuery.parse({ q: "opened" }))).data;
    expect(await getEvent(actor, { eventId: opened?.id ?? "" })).toEqual(opened);
    await expect(
      getEvent(actorOf(await createOrganization()), { eventId: opened?.id ?? "" }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  it("finds the same before an event is sealed, before its words are indexed, and after", async () => {
    const found = async () =>
      (await listEvents(actor, auditListQuery.parse({ q: "note_zebra" }))).data.map(({ id }) => id);
    await note("note_zebra1");
    const before = await found();
    expect(before).toHaveLength(1);
    await sealEverything();
    expect(await found()).toEqual(before);
    expect(await indexWords()).toBeGreaterThan(0);
    expect(await found()).toEqual(before);
    await note("note_zebra2");
    expect(await found()).toHaveLength(2);
    expect(await indexWords()).toBe(0);
    expect(await db.auditEventWords.count()).toBeGreaterThan(0);
  });

  it("finds words that most events have, in order and page by page, whether they are indexed or not", async () => {
    for (let at = 0; at < 130; at++) await note(at % 10 ? `note_common${at}` : `note_seldom${at}`);
    const page = async (query: object) => {
      const { data, pagination } = await listEvents(
        actor,
        auditListQuery.parse({ q: "note_common", ...query }),
      );
      return { ids: data.map(({ metadata }) => metadata.noteId), pagination };
    };
    const common = Array.from({ length: 130 }, (_, at) => 129 - at).filter((at) => at % 10);
    const wanted = common.map((at) => `note_common${at}`);
    const check = async () => {
      const first = await page({ pageSize: 100 });
      expect(first.pagination.total).toBe(wanted.length);
      const second = await page({ pageSize: 100, pageAfter: first.pagination.nextCursor });
      expect([...first.ids, ...second.ids]).toEqual(wanted);
      expect((await page({ actor: "nobody" })).ids).toEqual([]);
      expect((await page({ q: "note_common note_seldom" })).ids).toEqual([]);
    };
    await check();
    await sealEverything();
    await check();
    await indexWords();
    await note("note_common130");
    wanted.unshift("note_common130");
    await check();
  });

  it("uses its index", async () => {
    const { organizationPk, environment } = actor.scope;
    const plan = await db.$transaction(async (tx) => {
      // As large as a log is when an index matters.
      await tx.$executeRaw`INSERT INTO audit_event_words (organization_pk, environment, sequence, words)
        SELECT ${organizationPk}, ${environment}::"Environment", -n, to_tsvector('simple', 'word' || n)
        FROM generate_series(1, 5000) n`;
      await tx.$executeRaw`ANALYZE audit_event_words`;
      await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
      return tx.$queryRaw<{ "QUERY PLAN": string }[]>`
        EXPLAIN SELECT t.sequence FROM audit_events t WHERE ${holdsWords(actor, Prisma.sql`to_tsquery('simple', 'zebra:*')`)}`;
    });
    const said = plan.map((row) => row["QUERY PLAN"]).join("\n");
    expect(said).toContain("audit_event_words_words");
    expect(said).toContain("transaction_id_seq_idx");
  });
});
