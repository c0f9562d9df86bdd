import { beforeEach, describe, expect, it } from "vitest";
import { getEvent, listEvents } from "@/lib/audit/read";
import { recordEvent } from "@/lib/audit/record";
import { auditListQuery } from "@/lib/audit/schema";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/platform/db";
import { actorOf, createOrganization } from "@/prisma/factories";

let actor: Actor;

beforeEach(async () => {
  actor = actorOf(await createOrganization());
});

const note = (noteId: string) => recordEvent(db, actor, { type: "case.note-added", metadata: { noteId } });

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

  it("is answered by its index", async () => {
    const plan = await db.$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
      await tx.$executeRaw`SET LOCAL enable_indexscan = off`;
      return tx.$queryRaw<{ "QUERY PLAN": string }[]>`
        EXPLAIN SELECT t.pk FROM (SELECT e.sequence AS pk, e AS event, e.* FROM audit_events e) t WHERE audit_words(t.event) @@ to_tsquery('simple', 'zebra:*')`;
    });
    expect(plan.map((row) => row["QUERY PLAN"]).join("\n")).toContain("audit_events_words");
  });
});
