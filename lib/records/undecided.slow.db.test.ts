import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { eraseForRequest, planErasure } from "@/lib/certificates/erase";
import { resumeErasures } from "@/lib/certificates/jobs";
import { getPrivacy } from "@/lib/privacy/read";
import { bulkRedact, redactSession } from "@/lib/privacy/write";
import { runRedactions } from "@/lib/redactions/jobs";
import { forecastRedaction, getRedaction } from "@/lib/redactions/read";
import { requestRedaction } from "@/lib/redactions/write";
import { planRetention } from "@/lib/retention/plan";
import { runRetention } from "@/lib/retention/run";
import { currentSettings } from "@/lib/settings/load";
import { updateRetention } from "@/lib/settings/write";
import { keyActorOf, type TestOrganization } from "@/test/factories";
import { ids, requestScene, reviewed } from "@/test/request-scene";
import { db } from "@/test/test-db";

/** A session that was rejected: nothing but its open case is in the way of erasing it. */
const sessionId = ids[2];
let organization: TestOrganization;
let officer: Actor;
let admin: Actor;

const setCase = (status: "in_review" | "rejected") =>
  db.reviewCase.updateMany({ where: { session: { id: sessionId } }, data: { status } });
const isErased = async () =>
  (await db.session.findFirstOrThrow({ where: { id: sessionId } })).retentionStatus === "redacted";
const decideFirst = { code: "conflict", message: "The case of this session is open. Decide the case first." };

beforeEach(async () => {
  ({ organization, officer, admin } = await requestScene());
  await setCase("in_review");
});

describe("a session whose case is open", () => {
  it("is not redacted by a person or an API key, alone or in bulk", async () => {
    await expect(redactSession(officer, { sessionId, confirm: sessionId })).rejects.toMatchObject(
      decideFirst,
    );
    const key = keyActorOf(organization, ["redact:write"]);
    await expect(redactSession(key, { sessionId })).rejects.toMatchObject(decideFirst);
    const { results } = await bulkRedact(key, { sessionIds: [sessionId] });
    expect(results).toEqual([{ sessionId, status: "failed", documentsRemoved: 0 }]);
    expect(await isErased()).toBe(false);
    expect((await getPrivacy(officer, { sessionId })).redaction.openCaseId).toMatch(/^rvc_/);
  });

  it("is left out of a bulk redaction, whose preview said so", async () => {
    const target = { sessionIds: [ids[0], sessionId] };
    expect(await forecastRedaction(officer, target)).toMatchObject({ total: 2, undecided: 1, held: 0 });
    const { id } = await requestRedaction(officer, { ...target, confirm: "redact 2" });
    await runRedactions();
    expect((await getRedaction(officer, { redactionId: id })).counts).toMatchObject({ deleted: 1, held: 1 });
    expect(await isErased()).toBe(false);
  });

  it("waits in the plan of a request, and is erased automatically after the decision", async () => {
    const requestId = await reviewed(officer);
    const verdict = async () =>
      (await planErasure(officer, { requestId })).data.find((row) => row.sessionId === sessionId);
    expect(await verdict()).toMatchObject({ verdict: "undecided", source: "GDPR Art. 17(3)(e)" });
    await eraseForRequest(officer, { requestId, confirm: requestId });
    expect([await isErased(), (await verdict())?.verdict]).toEqual([false, "undecided"]);
    await resumeErasures();
    expect(await isErased()).toBe(false);
    await setCase("rejected");
    await resumeErasures();
    expect(await isErased()).toBe(true);
  });

  it("waits for its decision after its retention has ended", async () => {
    const { version } = (await currentSettings(admin)).retention;
    const windows = { sensitiveDataRetentionDays: 1, dataRetentionDays: 2 };
    await updateRetention(admin, { ...windows, autoRedactOnRetentionExpiry: true, version });
    expect((await planRetention(admin)).erased.sessionIds).not.toContain(sessionId);
    await runRetention();
    expect(await isErased()).toBe(false);
    await setCase("rejected");
    await runRetention();
    expect(await isErased()).toBe(true);
  });
});
