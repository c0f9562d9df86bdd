import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { redactSession } from "@/lib/privacy/write";
import { bulkTag } from "@/lib/sessions/bulk-tag";
import { listSessions } from "@/lib/sessions/read";
import { bulkTagInput, sessionListQuery } from "@/lib/sessions/schema";
import {
  actorOf,
  createMember,
  createOrganization,
  importFor,
  keyActorOf,
  removeAllSessions,
  sampleAs,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let anna: Actor;
let compliance: Actor;

beforeEach(async () => {
  await removeAllSessions();
  organization = await createOrganization();
  [anna, compliance] = await Promise.all([
    createMember(organization, ["reviewer"]),
    createMember(organization, ["compliance"]),
  ]);
  for (const id of ["ses_free", "ses_restricted", "ses_redacted"])
    await importFor(actorOf(organization), sampleAs(id, { tags: ["old"] }));
  await db.session.updateMany({ where: { id: "ses_restricted" }, data: { restrictedAt: new Date() } });
  await db.reviewCase.updateMany({ data: { status: "approved" } });
  await redactSession(compliance, { sessionId: "ses_redacted", confirm: "ses_redacted" });
});

const tag = (actor: Actor, input: object) => bulkTag(actor, bulkTagInput.parse(input));
const tagsOf = async (id: string) =>
  (await db.sessionTag.findMany({ where: { id }, orderBy: { position: "asc" } })).map((row) => row.tag);

describe("tagging several sessions", () => {
  it("adds and removes, refuses restricted and redacted sessions by name, and counts what changed", async () => {
    const sessionIds = ["ses_free", "ses_free", "ses_restricted", "ses_redacted", "ses_none"];
    const done = await tag(anna, { sessionIds, add: ["new", " new "], remove: ["old"] });
    expect(done).toEqual({
      total: 4,
      changed: 1,
      unchanged: 0,
      refused: [
        { sessionId: "ses_restricted", reason: "Session not found." },
        { sessionId: "ses_redacted", reason: "This session has been redacted." },
        { sessionId: "ses_none", reason: "Session not found." },
      ],
    });
    expect(await tagsOf("ses_free")).toEqual(["new"]);
    expect(await tagsOf("ses_restricted")).toEqual(["old"]);
    const found = await listSessions(anna, sessionListQuery.parse({ tag: "new" }));
    expect(found.data.map(({ id }) => id)).toEqual(["ses_free"]);
    expect(await tag(anna, { sessionIds: ["ses_free"], add: ["new"] })).toMatchObject({
      changed: 0,
      unchanged: 1,
    });
    expect((await tag(compliance, { sessionIds: ["ses_restricted"], add: ["x"] })).refused).toMatchObject([
      { reason: "This session is restricted. It is stored and cannot be changed." },
    ]);
    const where = { organizationPk: organization.pk, type: "session.tagged" };
    expect((await db.auditEvent.findMany({ where })).map(({ metadata }) => metadata)).toEqual([
      { added: 1, removed: 1 },
    ]);
  });

  it("loses no tag of two callers at once, and keeps to the contract's fifty", async () => {
    const many = Array.from({ length: 48 }, (_, at) => `tag ${at}`);
    await Promise.all([
      tag(anna, { sessionIds: ["ses_free"], add: many.slice(0, 24) }),
      tag(compliance, { sessionIds: ["ses_free"], add: many.slice(24) }),
    ]);
    expect(await tagsOf("ses_free")).toHaveLength(49);
    expect((await tag(anna, { sessionIds: ["ses_free"], add: ["a", "b"] })).refused).toMatchObject([
      { reason: "A session has at most 50 tags." },
    ]);
  });

  it("is refused to other roles and keys, elsewhere, and for what it cannot read", async () => {
    for (const role of ["auditor", "admin"] as const)
      await expect(
        tag(await createMember(organization, [role]), { sessionIds: ["ses_free"], add: ["x"] }),
      ).rejects.toMatchObject({ code: "forbidden" });
    const reader = keyActorOf(organization, ["sessions:read"]);
    await expect(tag(reader, { sessionIds: ["ses_free"], add: ["x"] })).rejects.toMatchObject({
      code: "forbidden",
    });
    const stranger = await createMember(await createOrganization(), ["lead"]);
    const elsewhere = { ...anna, scope: { ...anna.scope, environment: "live" } } as Actor;
    for (const actor of [stranger, elsewhere])
      expect(await tag(actor, { sessionIds: ["ses_free"], add: ["x"] })).toMatchObject({ changed: 0 });
    for (const input of [
      { sessionIds: [], add: ["x"] },
      { sessionIds: ["a"] },
      { sessionIds: ["a"], add: [""] },
      { sessionIds: ["a"], add: ["x".repeat(101)] },
      { sessionIds: ["a"], add: ["\0"] },
      { sessionIds: ["a"], add: ["x"], remove: ["x"] },
      { sessionIds: Array.from({ length: 101 }, (_, at) => `s${at}`), add: ["x"] },
    ])
      expect([input, bulkTagInput.safeParse(input).success]).toEqual([input, false]);
  });
});
