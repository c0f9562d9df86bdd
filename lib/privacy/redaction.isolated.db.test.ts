import { beforeEach, describe, expect, it, vi } from "vitest";
import { finishRedactions, sweepOrphans } from "@/lib/erasure/columns";
import { erasedKeys } from "@/lib/erasure/ledger";
import { open } from "@/lib/platform/aead";
import { env } from "@/lib/platform/env";
import { bulkRedact, exportSession, redactSession } from "@/lib/privacy/write";
import { getSession, listSessions } from "@/lib/sessions/read";
import { sessionListQuery } from "@/lib/sessions/schema";
import * as keys from "@/lib/vault/data-keys";
import { openDataKeys } from "@/lib/vault/open-keys";
import { actorOf, importFor, removeAllSessions, sampleAs } from "@/test/factories";
import { blobBytes, dump, found, importMarked } from "@/test/markers";
import { db } from "@/test/test-db";

const crash = vi.hoisted(() => ({ at: "" }));
vi.mock("@/lib/vault/data-keys", async (original) => {
  const real = await original<typeof import("@/lib/vault/data-keys")>();
  const destroyDataKeys = async (ids: readonly string[]) => {
    if (crash.at === "before the key is destroyed") throw new Error("killed");
    await real.destroyDataKeys(ids);
    if (crash.at === "after the key is destroyed") throw new Error("killed");
  };
  return { ...real, destroyDataKeys };
});
vi.mock("@/lib/platform/blobs", async (original) => {
  const real = await original<typeof import("@/lib/platform/blobs")>();
  const blobs = () => {
    const store = real.blobs();
    const removeFolder = async (folder: string) => {
      await store.removeFolder(folder);
      if (crash.at === "after the images are deleted") throw new Error("killed");
    };
    return { ...store, removeFolder };
  };
  return { ...real, blobs };
});

beforeEach(async () => {
  crash.at = "";
  await removeAllSessions();
});

describe("a redaction", () => {
  it("exports every marker before, and leaves none in the database, the keys database or the blobs after", async () => {
    const { actor, markers, sessionId } = await importMarked();
    const exported = JSON.stringify(await exportSession(actor, { sessionId }));
    expect(markers.filter((marker) => !exported.includes(marker))).toEqual([]);
    const { DATABASE_URL = "", KEYS_DATABASE_URL = "" } = env();
    expect(
      found([await dump(DATABASE_URL), ...blobBytes()], markers),
      "also before: all of it is ciphertext",
    ).toEqual([]);
    await redactSession(actor, { sessionId });
    expect(found([await dump(DATABASE_URL), await dump(KEYS_DATABASE_URL), ...blobBytes()], markers)).toEqual(
      [],
    );
    expect(blobBytes()).toEqual([]);
    const after = JSON.stringify(await exportSession(actor, { sessionId }));
    expect(markers.filter((marker) => after.includes(marker))).toEqual([]);
  });

  it("can be searched for a marker that is not encrypted, so the search above can fail", async () => {
    await db.organization.create({ data: { id: "org_marker", name: "Markplainqzjxvqzjxv" } });
    expect(found([await dump(env().DATABASE_URL ?? "")], ["Markplainqzjxvqzjxv"])).toHaveLength(1);
  });

  it("makes yesterday's dump unreadable with today's keys", async () => {
    const { actor, sessionId } = await importMarked();
    await importFor(actor, sampleAs("ses_neighbour"));
    const yesterday = await db.session.findMany({ include: { result: true, notes: true } });
    const old = yesterday.find(({ id }) => id === sessionId);
    await redactSession(actor, { sessionId });
    const now = await openDataKeys(actor.scope, "session", yesterday);
    expect([...now.keys()]).toEqual(["ses_neighbour"]);
    for (const key of now.values()) {
      expect(() => open(key, `session/${sessionId}`, old?.sealed ?? new Uint8Array())).toThrow();
      expect(() => open(key, `result/${sessionId}`, old?.result?.sealed ?? new Uint8Array())).toThrow();
    }
  });

  it("keeps ids, status, outcome, codes, scores and times, and the session can still be shown", async () => {
    const { actor, sessionId } = await importMarked();
    const before = await getSession(actor, { sessionId });
    await redactSession(actor, { sessionId });
    const after = await getSession(actor, { sessionId });
    const {
      metadata: _m,
      consentIp: _i,
      captureUrl: _u,
      updatedAt: _t,
      retentionStatus: _r,
      redactedAt: _a,
      ...stays
    } = before;
    expect(after).toMatchObject(stays);
    expect(after).toMatchObject({ retentionStatus: "redacted", metadata: {}, consentIp: null });
    expect((await listSessions(actor, sessionListQuery.parse({}))).data).toHaveLength(1);
  });

  it("answers already_redacted the second time, and counts the documents once", async () => {
    const { actor, sessionId } = await importMarked();
    expect(await redactSession(actor, { sessionId })).toMatchObject({
      status: "deleted",
      documentsRemoved: 1,
    });
    expect(await redactSession(actor, { sessionId })).toMatchObject({
      status: "already_redacted",
      documentsRemoved: 0,
    });
    expect(
      await db.auditEvent.count({
        where: {
          type: "session.redacted",
          resourceId: sessionId,
          organizationPk: actor.scope.organizationPk,
        },
      }),
    ).toBe(1);
  });

  it("is done once when it is requested twice at the same time", async () => {
    const { actor, sessionId } = await importMarked();
    const answers = await Promise.all([1, 2, 3].map(() => redactSession(actor, { sessionId })));
    expect(answers.map(({ status }) => status).sort()).toEqual([
      "already_redacted",
      "already_redacted",
      "deleted",
    ]);
  });

  it("requires the id typed by a person", async () => {
    const { actor, sessionId } = await importMarked();
    const organization = { pk: actor.scope.organizationPk, id: actor.scope.organizationId };
    const person = actorOf(organization, { roles: ["compliance"] });
    for (const confirm of [undefined, "", "ses_other", sessionId.toUpperCase()]) {
      await expect(redactSession(person, { sessionId, confirm })).rejects.toMatchObject({
        code: "validation_error",
      });
    }
    expect(await redactSession(person, { sessionId, confirm: sessionId })).toMatchObject({
      status: "deleted",
    });
  });

  it("queues one webhook for each endpoint that subscribes to it, without personal data", async () => {
    const { actor, sessionId, markers } = await importMarked();
    const { organizationPk, environment } = actor.scope;
    for (const [id, enabledEvents] of [
      ["wh_all", ["*"]],
      ["wh_no", ["case.created"]],
    ] as const) {
      await db.webhookEndpoint.create({
        data: {
          organizationPk,
          environment,
          id: id + organizationPk,
          url: "https://client.example/hook",
          enabledEvents: [...enabledEvents],
          sealedSecret: new Uint8Array(),
        },
      });
    }
    await redactSession(actor, { sessionId });
    const queued = await db.webhookDelivery.findMany({
      where: { organizationPk, event: "session.redacted" },
    });
    expect(queued).toHaveLength(1);
    expect(queued[0]).toMatchObject({
      status: "pending",
      payload: { event: "session.redacted", session_id: sessionId },
    });
    expect(markers.filter((marker) => JSON.stringify(queued[0]?.payload).includes(marker))).toEqual([]);
  });

  it("reports the outcome of each session of a bulk", async () => {
    const { actor, sessionId } = await importMarked();
    await importFor(actor, sampleAs("ses_second"));
    await redactSession(actor, { sessionId: "ses_second" });
    const answer = await bulkRedact(actor, {
      sessionIds: [sessionId, "ses_second", "ses_nobody", sessionId],
    });
    expect(answer.results.map(({ sessionId: id, status }) => [id, status])).toEqual([
      [sessionId, "deleted"],
      ["ses_second", "already_redacted"],
      ["ses_nobody", "not_found"],
    ]);
  });
});

describe("a killed redaction", () => {
  it.each(["before the key is destroyed", "after the key is destroyed", "after the images are deleted"])(
    "%s is finished by the next start",
    async (step) => {
      const { actor, sessionId } = await importMarked();
      const { dataKeyId } = await db.session.findFirstOrThrow({ where: { id: sessionId } });
      crash.at = step;
      await expect(redactSession(actor, { sessionId })).rejects.toThrow("killed");
      expect(await db.redactionCleanup.count()).toBe(1);
      expect(await erasedKeys([dataKeyId ?? ""]), "the ledger comes first").toEqual(new Set([dataKeyId]));
      crash.at = "";
      expect(await finishRedactions()).toBe(1);
      expect(blobBytes()).toEqual([]);
      expect(await db.redactionCleanup.count()).toBe(0);
      expect(await getSession(actor, { sessionId })).toMatchObject({ retentionStatus: "redacted" });
      expect(await keys.listDataKeys([actor.scope.organizationId], -60, undefined, 10)).toEqual([]);
    },
  );

  it("before its commit leaves the session complete", async () => {
    const { actor, sessionId, markers } = await importMarked();
    const broken = { ...actor, request: { path: "x".repeat(10), ipAddress: "\0" } } as typeof actor;
    await expect(redactSession(broken, { sessionId })).rejects.toThrow();
    const exported = JSON.stringify(await exportSession(actor, { sessionId }));
    expect(markers.filter((marker) => !exported.includes(marker))).toEqual([]);
  });
});

it("leaves keys and images without a row, which are swept away, and no others", async () => {
  const { actor } = await importMarked();
  const orphan = await keys.createDataKey(actor.scope, "session", "ses_orphan");
  expect(await sweepOrphans(-60)).toBe(1);
  const left = await keys.listDataKeys([actor.scope.organizationId], -60, undefined, 10);
  expect(left).not.toContain(orphan.id);
  expect(left).toHaveLength(1);
});
