import { beforeEach, describe, expect, it } from "vitest";
import { claimCase } from "@/lib/cases/write";
import { approveCase } from "@/lib/decisions/write";
import { redactSession } from "@/lib/privacy/write";
import { type CaseScene, openSample, setCaseScene } from "@/test/case-scene";
import { actorOf, importFor } from "@/test/factories";
import { db } from "@/test/test-db";

let scene: CaseScene;
let sent = 0;

beforeEach(async () => {
  scene = await setCaseScene("ses_locked");
});

/** Sends a newer bundle of the session. */
function send() {
  const bundle = openSample(scene.sessionId);
  sent += 1;
  const updated_at = new Date(Date.now() + sent * 1000).toISOString();
  return importFor(actorOf(scene.organization), { ...bundle, session: { ...bundle.session, updated_at } });
}
const erase = () => redactSession(actorOf(scene.organization), { sessionId: scene.sessionId });

const waiting = async () =>
  (
    await db.$queryRaw<unknown[]>`
      SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
  ).length;

describe("a session and its case", () => {
  it.each([
    ["an import", send],
    ["an erasure", erase],
  ])("are locked in one order by %s and by a decision", async (_, change) => {
    let changing: Promise<unknown> = Promise.resolve();
    await db.$transaction(
      async (tx) => {
        // The first half of a decision.
        await tx.$queryRaw`SELECT 1 FROM sessions WHERE id = ${scene.sessionId} FOR UPDATE`;
        changing = change().catch(() => undefined);
        await expect.poll(waiting, { timeout: 10_000 }).toBeGreaterThan(0);
        // The second half does not wait for what waits for the first.
        await tx.$queryRaw`SELECT 1 FROM review_cases WHERE id = ${scene.caseId} FOR UPDATE NOWAIT`;
      },
      { timeout: 20_000 },
    );
    await changing;
  });

  it("survive imports and decisions at once, many times", async () => {
    const refused: unknown[] = [];
    for (let round = 0; round < 12; round++) {
      const { anna, ben, caseId } = scene;
      const all = await Promise.allSettled([
        send(),
        claimCase(anna, { caseId }),
        send(),
        claimCase(ben, { caseId }),
        round === 11 ? approveCase(anna, { caseId }) : send(),
      ]);
      refused.push(...all.flatMap((each) => (each.status === "rejected" ? [each.reason] : [])));
    }
    // Who is second is told so; nothing was ended by the database.
    expect(refused.filter((error) => !(error as { code?: string }).code?.match(/^[a-z_]+$/))).toEqual([]);
  });
});
