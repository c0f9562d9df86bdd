import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { finishRedactions } from "@/lib/erasure/columns";
import { ledgerFile, recordErasures, verifyLedger } from "@/lib/erasure/ledger";
import { placeHold } from "@/lib/holds/write";
import { getIdentity } from "@/lib/identities/read";
import { redactIdentity } from "@/lib/identities/redact";
import { belowRequest } from "@/lib/platform/scope";
import { exportSession, redactSession } from "@/lib/privacy/write";
import { acceptLedger, replayErasures } from "@/lib/retention/replay";
import { getSession } from "@/lib/sessions/read";
import { existingDataKeys } from "@/lib/vault/data-keys";
import { backUp, type Kept } from "@/test/backup";
import { createMember, importFor, removeAllSessions, sampleAs } from "@/test/factories";
import { blobBytes, importMarked } from "@/test/markers";
import { ids, receive, requestScene } from "@/test/request-scene";
import { db } from "@/test/test-db";

beforeEach(removeAllSessions);

const linesOf = () =>
  readFileSync(ledgerFile(), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

/** A session, a backup of it, and its erasure since then. */
async function erasedSince(
  prepare: (made: Awaited<ReturnType<typeof importMarked>>) => unknown = () => null,
) {
  const made = await importMarked();
  await importFor(made.actor, sampleAs("ses_neighbour"));
  await prepare(made);
  const backup = await backUp();
  const { dataKeyId } = await db.session.findFirstOrThrow({ where: { id: made.sessionId } });
  await db.hold.updateMany({ data: { releasedAt: new Date() } });
  await redactSession(made.actor, { sessionId: made.sessionId });
  const isKeyThere = async () => (await existingDataKeys([dataKeyId ?? ""])).size === 1;
  const markersIn = async () => {
    const exported = JSON.stringify(await exportSession(made.actor, { sessionId: made.sessionId }));
    return made.markers.filter((marker) => exported.includes(marker));
  };
  return { ...made, dataKeyId, backup, isKeyThere, markersIn };
}
const nothing = { sessions: 0, packages: 0, requests: 0, identities: 0, keys: 0 };

describe("a backup from before an erasure", () => {
  it("restores nobody: rows, key and images are erased again, and nothing else is", async () => {
    const { actor, sessionId, markers, backup, isKeyThere, markersIn } = await erasedSince();
    await backup.restore("main", "keys", "blobs");
    expect(await markersIn(), "the backup is one").toHaveLength(markers.length);
    const images = blobBytes().length;
    expect(await replayErasures()).toEqual({ ...nothing, sessions: 1, keys: 0 });
    expect(await markersIn()).toEqual([]);
    expect(await isKeyThere()).toBe(false);
    expect(blobBytes().length).toBeLessThan(images);
    expect(await getSession(actor, { sessionId })).toMatchObject({ retentionStatus: "redacted" });
    expect(await getSession(actor, { sessionId: "ses_neighbour" })).toMatchObject({
      retentionStatus: "active",
    });
    const { organizationPk } = actor.scope;
    const events = await db.auditEvent.findMany({ where: { organizationPk, type: "session.redacted" } });
    expect(events).toEqual([
      expect.objectContaining({
        actorId: "erasure.replay",
        resourceId: sessionId,
        metadata: expect.objectContaining({ reason: expect.stringMatching(/backup/) }),
      }),
    ]);
    expect(await db.webhookDelivery.count({ where: { organizationPk, event: "session.redacted" } })).toBe(0);
    expect(await replayErasures()).toEqual(nothing);
  });

  it("is recorded once when several processes erase again at once", async () => {
    const { actor, backup, isKeyThere, markersIn } = await erasedSince();
    await backup.restore("main", "keys", "blobs");
    await Promise.all([replayErasures(), replayErasures(), replayErasures()]);
    expect(await markersIn()).toEqual([]);
    expect(await isKeyThere()).toBe(false);
    const { organizationPk } = actor.scope;
    expect(await db.auditEvent.count({ where: { organizationPk, type: "session.redacted" } })).toBe(1);
  });

  it.each<[Kept[], object]>([
    [["keys"], { ...nothing, keys: 1 }],
    [["main"], { ...nothing, sessions: 1 }],
    [["blobs"], nothing],
  ])("of %s alone restores nothing either", async (kept, told) => {
    const { actor, backup, isKeyThere, markersIn } = await erasedSince();
    await replayErasures();
    await backup.restore(...kept);
    expect(await replayErasures()).toEqual(told);
    expect(await isKeyThere()).toBe(false);
    expect(await markersIn()).toEqual([]);
    const { organizationPk } = actor.scope;
    const keyEvents = await db.auditEvent.findMany({ where: { organizationPk, type: "erasures.replayed" } });
    expect(keyEvents.map(({ metadata }) => metadata)).toEqual(kept[0] === "keys" ? [{ keys: 1 }] : []);
  });

  it("does not restore what identified a person", async () => {
    const { officer } = await requestScene();
    const { id } = await getIdentity(officer, { identityId: "cust_1" });
    await db.identity.updateMany({ where: { id }, data: { tags: ["vip"], isFlagged: true } });
    const backup = await backUp();
    await redactIdentity(officer, { identityId: id, confirm: id });
    await backup.restore("main", "keys");
    expect(await getIdentity(officer, { identityId: id })).toMatchObject({ tags: ["vip"], isFlagged: true });
    expect(await replayErasures()).toEqual({ ...nothing, identities: 1 });
    const redacted = { status: "redacted", tags: [], isFlagged: false };
    expect(await getIdentity(officer, { identityId: id })).toMatchObject(redacted);
    expect(await replayErasures()).toEqual(nothing);
  });

  it("brings back no session whose legal hold was released before the erasure", async () => {
    const { backup, isKeyThere } = await erasedSince(async ({ actor, sessionId }) => {
      const organization = { pk: actor.scope.organizationPk, id: actor.scope.organizationId };
      const officer = await createMember(organization, ["compliance"]);
      await placeHold(officer, { sessionId, reason: "Matter 9", owner: "Legal", reviewOn: "2099-01-01" });
    });
    await backup.restore("main", "keys");
    expect(await db.hold.count({ where: { releasedAt: null } })).toBe(1);
    expect(await replayErasures()).toMatchObject({ sessions: 1 });
    expect(await isKeyThere()).toBe(false);
  });
});

describe("the ledger", () => {
  it("has a line with only ids for every destroyed key, however many processes write", async () => {
    const { actor, markers } = await importMarked();
    const before = linesOf().length;
    const ids = ["ses_one", "ses_two", "ses_three"];
    for (const id of ids) await importFor(actor, sampleAs(id));
    await Promise.all(ids.map((sessionId) => redactSession(actor, { sessionId })));
    const added = linesOf().slice(before);
    expect(added.map(({ entry }) => entry.id).sort()).toEqual([...ids].sort());
    expect(added[0].entry).toEqual({
      kind: "session",
      id: added[0].entry.id,
      data_key: expect.any(String),
      organization: actor.scope.organizationId,
      environment: "sandbox",
      at: expect.any(String),
    });
    expect(markers.filter((marker) => readFileSync(ledgerFile(), "utf8").includes(marker))).toEqual([]);
    expect(await verifyLedger()).toBe(before + 3);
  });

  it("is written before a key is destroyed: while it cannot be written, nothing is destroyed", async () => {
    const { actor, sessionId } = await importMarked();
    const { dataKeyId } = await db.session.findFirstOrThrow({ where: { id: sessionId } });
    const whole = readFileSync(ledgerFile(), "utf8");
    writeFileSync(ledgerFile(), whole.split("\n").slice(0, -2).join("\n"));
    await expect(redactSession(actor, { sessionId })).rejects.toThrow(/erasure ledger/);
    await expect(finishRedactions()).rejects.toThrow(/is missing or is not what it was/);
    expect((await existingDataKeys([dataKeyId ?? ""])).size).toBe(1);
    expect(await db.redactionCleanup.count()).toBe(1);
    writeFileSync(ledgerFile(), whole);
    expect(await finishRedactions()).toBe(1);
    expect((await existingDataKeys([dataKeyId ?? ""])).size).toBe(0);
    expect(linesOf().at(-1).entry).toMatchObject({ id: sessionId, data_key: dataKeyId });
  });

  it("prevents the start when it is missing, cut off or changed, and names the file and the remedy", async () => {
    await replayErasures();
    const whole = readFileSync(ledgerFile(), "utf8");
    const lines = whole.trimEnd().split("\n");
    rmSync(ledgerFile());
    await expect(replayErasures()).rejects.toThrow(/erasures\.jsonl: line \d+ is missing.*Put the ledger/);
    writeFileSync(ledgerFile(), `${lines.slice(0, -1).join("\n")}\n`);
    await expect(replayErasures()).rejects.toThrow(/line \d+ is missing/);
    writeFileSync(ledgerFile(), whole.replace(/ses_\w+/, "ses_forged"));
    await expect(verifyLedger()).rejects.toThrow(/line 1 does not follow/);
    writeFileSync(ledgerFile(), whole);
    appendFileSync(ledgerFile(), `${lines[0]}\n`);
    await expect(replayErasures()).rejects.toThrow(/does not follow/);
    writeFileSync(ledgerFile(), whole);
    expect(await replayErasures()).toEqual(nothing);
  });

  it("can be accepted up to permanent damage, which every log records", async () => {
    const { actor, sessionId, backup, isKeyThere } = await erasedSince();
    const ours = linesOf().findIndex(({ entry }) => entry.id === sessionId);
    await backup.restore("main", "keys");
    const whole = readFileSync(ledgerFile(), "utf8");
    appendFileSync(ledgerFile(), "nonsense\n");
    const { lines, kept } = await acceptLedger();
    expect(lines).toBeGreaterThan(ours);
    expect(readFileSync(ledgerFile(), "utf8").startsWith(whole)).toBe(true);
    expect(readFileSync(kept ?? "", "utf8")).toContain("nonsense");
    expect(await isKeyThere()).toBe(false);
    const { organizationPk } = actor.scope;
    const events = await db.auditEvent.findMany({
      where: { organizationPk, type: "erasures.ledger-accepted" },
    });
    expect(events).toHaveLength(1);
    expect(await replayErasures()).toEqual(nothing);
    rmSync(ledgerFile());
    expect(await acceptLedger()).toEqual({ lines: 0, kept: null });
    expect(await replayErasures()).toEqual(nothing);
  });
});

it("erases a request again with everything stored about it", async () => {
  const { officer, organization } = await requestScene();
  const { id } = await receive(officer);
  const request = await db.request.findFirstOrThrow({ where: { id } });
  const { pk: requestPk, dataKeyId } = request;
  const { pk: sessionPk } = await db.session.findFirstOrThrow({ where: { id: ids[0] } });
  const sealed = new Uint8Array([1]);
  await db.requestMark.create({
    data: {
      ...belowRequest(request),
      sessionPk,
      kind: "snooze",
      markedBy: officer.id,
      markedAt: new Date(),
      sealed,
    },
  });
  const { id: organizationId } = organization;
  await recordErasures([
    { kind: "request", id, data_key: dataKeyId ?? "", organization: organizationId, environment: "sandbox" },
  ]);
  expect(await replayErasures()).toMatchObject({ requests: 1 });
  expect(await db.requestMark.count({ where: { requestPk } })).toBe(0);
  expect(await db.requestIndex.count({ where: { requestPk } })).toBe(0);
});
