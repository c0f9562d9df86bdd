import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import type { Bundle } from "@/lib/contract/bundle";
import { contentOf } from "@/lib/packages/content";
import { ownRequestOf } from "@/lib/requests/load";
import { getRequest } from "@/lib/requests/read";
import { reviewRequest, tellOpenReviews } from "@/lib/requests/review";
import { importFor, sampleAs } from "@/test/factories";
import { requestScene, reviewed } from "@/test/request-scene";
import { db } from "@/test/test-db";

const sessionId = "ses_eeeeeeeeeeeeeeeeeeeeeeeeee";
let officer: Actor;
let requestId: string;

/** A session whose review nobody has decided, with everything that tells how fraud is found. */
function underReview(): Bundle {
  const sample = sampleAs(sessionId, { external_ref: "cust_1", status: "under_review" });
  return {
    ...sample,
    result: null,
    review_case: {
      id: "rvc_open",
      status: "in_review",
      created_at: "2026-11-20T10:00:00Z",
      escalation_reason: "Looks like the ring of last week",
    },
    case_notes: [{ note_id: "note_open", content: "Injected by a virtual camera" }],
    fraud_signals: [
      { signal_type: "velocity_ip", risk_score: 91, risk_level: "critical", details: "proxy exit" },
    ],
    verifications: [
      {
        policy: "face_match",
        attempt: 1,
        status: "failed",
        score: 41.5,
        threshold: 87.5,
        details: { liveness: "spoof" },
      },
    ],
  };
}

beforeEach(async () => {
  const scene = await requestScene();
  officer = scene.officer;
  await importFor(scene.admin, underReview());
  requestId = await reviewed(officer, "access_and_erasure");
});

/** Every JSON file about the session that is under review, as text. */
async function answer(): Promise<string> {
  const { files } = await contentOf(officer, await ownRequestOf(officer, requestId));
  const own = files.filter(({ path }) => path.includes(sessionId) && path.endsWith(".json"));
  const texts = await Promise.all(own.map(async ({ make }) => (await make()).toString()));
  return texts.join("\n");
}

const workings = [
  "ring of last week",
  "virtual camera",
  "velocity_ip",
  "proxy exit",
  "87.5",
  "41.5",
  "spoof",
];

describe("an open review", () => {
  it("is withheld from the answer with its legal ground, and the other sessions are complete", async () => {
    const text = await answer();
    for (const each of workings) expect(text).not.toContain(each);
    expect(text).toContain("GDPR Art. 15(4) and Art. 23(1)(d)");
    const { openReviews } = await getRequest(officer, { requestId });
    expect(openReviews).toMatchObject({ sessionIds: [sessionId], isTold: false });
    const { files } = await contentOf(officer, await ownRequestOf(officer, requestId));
    const other = files.find(({ path }) => path.endsWith("export.json") && !path.includes(sessionId));
    expect((await other?.make())?.toString()).not.toContain("withheld");
  });

  it("is disclosed when a member chooses so with a reason, which revokes the review of the request", async () => {
    await expect(tellOpenReviews(officer, { requestId, isTold: true })).rejects.toMatchObject({
      code: "validation_error",
    });
    const told = await tellOpenReviews(officer, { requestId, isTold: true, reason: "Asked by the court." });
    expect(told).toMatchObject({ reviewedBy: null, reasons: { telling: "Asked by the court." } });
    await reviewRequest(officer, { requestId });
    const text = await answer();
    for (const each of workings) expect(text).toContain(each);
    await tellOpenReviews(officer, { requestId, isTold: false });
    expect(await answer()).not.toContain("virtual camera");
  });

  it("is part of the answer after its decision", async () => {
    await db.reviewCase.updateMany({
      where: { id: "rvc_open" },
      data: { status: "approved", decision: "approved", decidedAt: new Date() },
    });
    const text = await answer();
    for (const each of workings) expect(text).toContain(each);
    expect((await getRequest(officer, { requestId })).openReviews).toBeNull();
  });
});
