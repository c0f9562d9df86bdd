import { beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { eraseForRequest } from "@/lib/certificates/erase";
import { resumeErasures } from "@/lib/certificates/jobs";
import { midnightOf, todayIn } from "@/lib/format/day";
import { redactSession } from "@/lib/privacy/write";
import { openSession } from "@/lib/records/open";
import { keptByLaw } from "@/lib/records/retained";
import { forecastRedaction } from "@/lib/redactions/read";
import { planRetention } from "@/lib/retention/plan";
import { ids, requestScene, reviewed } from "@/test/request-scene";
import { db } from "@/test/test-db";

// It is never the same day in these two.
const [early, late] = ["Pacific/Niue", "Pacific/Kiritimati"] as const;
const sessionId = ids[1];
let officer: Actor;

beforeEach(async () => {
  ({ officer } = await requestScene());
  await db.session.updateMany({
    where: { id: sessionId },
    data: {
      restrictedAt: new Date(),
      restrictedUntilOn: midnightOf(todayIn(early)),
      terminalAt: new Date("2012-01-01T00:00:00Z"),
    },
  });
  await db.retentionSettings.updateMany({
    data: { autoRedactOnRetentionExpiry: true, dataRetentionDays: 365 },
  });
});

const organizationIn = (timeZone: string) => db.organization.updateMany({ data: { timeZone } });

async function said() {
  const session = await openSession(officer, sessionId, "erase");
  const { kept } = await forecastRedaction(officer, { sessionIds: [sessionId] });
  const { erased } = await planRetention(officer);
  return {
    onItsPage: (await keptByLaw(db, session, session.settings)) !== null,
    byBulkRedaction: kept === 1,
    byRetention: !erased.sessionIds.includes(sessionId),
  };
}

it("a law retains a session to the end of its last day in the organization's time zone, for every caller", async () => {
  await organizationIn(early);
  expect(await said()).toEqual({ onItsPage: true, byBulkRedaction: true, byRetention: true });
  await expect(redactSession(officer, { sessionId, confirm: sessionId })).rejects.toThrow(
    `A law keeps this session until ${todayIn(early)}`,
  );
  await organizationIn(late);
  expect(await said()).toEqual({ onItsPage: false, byBulkRedaction: false, byRetention: false });
  await redactSession(officer, { sessionId, confirm: sessionId });
  expect(await db.session.count({ where: { id: sessionId, retentionStatus: "redacted" } })).toBe(1);
});

it("an erasure for a request resumes after that day ends in the organization's time zone", async () => {
  const finish = (data: object) => db.session.updateMany({ where: { id: sessionId }, data });
  await finish({ terminalAt: new Date(), restrictedAt: null, restrictedUntilOn: null });
  const requestId = await reviewed(officer);
  await organizationIn(early);
  await eraseForRequest(officer, { requestId, confirm: requestId });
  await finish({
    terminalAt: new Date("2012-01-01T00:00:00Z"),
    restrictedUntilOn: midnightOf(todayIn(early)),
  });
  expect(await resumeErasures()).toBe(0);
  await organizationIn(late);
  expect(await resumeErasures()).toBe(1);
});
