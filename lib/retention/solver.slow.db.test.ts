import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { jobActor } from "@/lib/actor/job";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import { eraseSession, redactSession } from "@/lib/privacy/write";
import { judgeSessions, retentionLaw } from "@/lib/records/retained";
import { runRedactions } from "@/lib/redactions/jobs";
import { forecastRedaction } from "@/lib/redactions/read";
import { requestRedaction } from "@/lib/redactions/write";
import { planRetention } from "@/lib/retention/plan";
import { fullDueSql, runRetention } from "@/lib/retention/run";
import { currentSettings } from "@/lib/settings/load";
import { callPath, signedInHeaders } from "@/test/api";
import { keyActorOf } from "@/test/factories";
import { ids, type RequestScene, requestScene, reviewed, somebodyElse } from "@/test/request-scene";
import { db } from "@/test/test-db";

let scene: RequestScene;
let officer: Actor;

beforeEach(async () => {
  scene = await requestScene();
  ({ officer } = scene);
  await db.retentionSettings.updateMany({
    data: { autoRedactOnRetentionExpiry: true, dataRetentionDays: 10 },
  });
});
afterEach(() => {
  vi.useRealTimers();
});

const nowIs = (day: string) => vi.useFakeTimers({ toFake: ["Date"], now: new Date(`${day}T12:00:00Z`) });
const under = (jurisdiction: JurisdictionId) => db.requestSettings.updateMany({ data: { jurisdiction } });

type Row = { session_id: string; verdict: string; rule: string; source: string | null };

/** The plan of an erasure, as the API and the desk show it. */
async function plan(): Promise<Row[]> {
  const requestId = await reviewed(officer);
  const headers = await signedInHeaders(officer.id);
  const answer = await callPath("GET", `/api/v1/requests/${requestId}/plan`, { headers });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { data: Row[] }).data;
}

const erasedIds = async () => {
  const rows = await db.session.findMany({ where: { retentionStatus: "redacted" }, select: { id: true } });
  return rows.map(({ id }) => id).sort();
};

/** One was approved on 1 May 2019, one approved on 1 November 2026, one rejected on 2 November 2026. */
const [long, approved, rejected] = ids;

describe.each([
  ["gdpr", "2026-11-29", [long, rejected]],
  ["gdpr", "2027-07-09", [long, rejected]],
  // From this day the European Union's Regulation also retains what was refused.
  ["gdpr", "2027-07-10", [long]],
  ["gdpr", "2031-11-02", [long, approved]],
  ["uk_gdpr", "2026-11-29", [long, rejected]],
  ["uk_gdpr", "2027-07-09", [long, rejected]],
  ["uk_gdpr", "2027-07-10", [long, rejected]],
  ["uk_gdpr", "2031-11-02", [long, approved, rejected]],
  ["ccpa", "2026-11-29", [long, rejected]],
  ["ccpa", "2027-07-09", [long, rejected]],
  ["ccpa", "2027-07-10", [long, rejected]],
  ["ccpa", "2031-11-02", [long, approved, rejected]],
] as const)("under %s on %s", (law, day, erased) => {
  it("the erasure desk, the nightly retention and redactions do the same, in the same words", async () => {
    await under(law);
    await db.session.deleteMany({ where: { id: somebodyElse } });
    nowIs(day);
    const rows = await plan();
    const planned = rows.filter(({ verdict }) => verdict === "erase").map(({ session_id }) => session_id);
    expect(planned.sort()).toEqual([...erased].sort());

    const { total, kept } = await forecastRedaction(officer, { sessionIds: [...ids] });
    expect([total, kept]).toEqual([erased.length, ids.length - erased.length]);

    const tonight = await planRetention(officer);
    expect(tonight.erased.sessionIds.toSorted()).toEqual(planned);
    expect(tonight.retained.count).toBe(kept);

    for (const { session_id, verdict, rule } of rows.filter((row) => row.verdict === "keep")) {
      const headers = await signedInHeaders(officer.id);
      const answer = await callPath("GET", `/api/v1/sessions/${session_id}/privacy`, { headers });
      const said = (await answer.json()) as { redaction: { kept_by_law: { rule: string } | null } };
      expect([verdict, said.redaction.kept_by_law?.rule]).toEqual(["keep", rule]);
    }

    expect((await runRetention()).full).toBe(erased.length);
    expect(await erasedIds()).toEqual(planned);
  });
});

describe("a person who redacts a session that a law keeps", () => {
  it("must give a reason, and then may", async () => {
    const confirm = { sessionId: approved, confirm: approved };
    await expect(redactSession(officer, confirm)).rejects.toThrow(
      "A law keeps this session until 2031-11-01.",
    );
    expect(await erasedIds()).toEqual([]);
    expect(await redactSession(officer, { ...confirm, reason: "Matter 9" })).toMatchObject({
      status: "deleted",
    });
  });

  it("is not asked where no duty applies, and a key never is", async () => {
    expect(await redactSession(officer, { sessionId: rejected, confirm: rejected })).toMatchObject({
      status: "deleted",
    });
    const key = keyActorOf(scene.organization, ["sessions:write"]);
    expect(await redactSession(key, { sessionId: approved })).toMatchObject({ status: "deleted" });
  });
});

const outcomes = ["approved", "rejected", "needs_review", null] as const;
const anyDay = fc.date({ min: new Date("2015-01-01"), max: new Date("2026-11-01"), noInvalidDate: true });

it("finds by SQL exactly the sessions that the verdict erases", async () => {
  const { pk } = await db.session.findFirstOrThrow({ where: { id: approved } });
  const identity = await db.identity.findFirst();
  expect(identity).not.toBeNull();
  await db.reviewCase.deleteMany();
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        law: fc.constantFrom("gdpr", "uk_gdpr", "ccpa"),
        outcome: fc.constantFrom(...outcomes),
        terminalAt: anyDay,
        archivedAt: fc.option(anyDay),
        documentType: fc.constantFrom("passport", "visa", null),
        years: fc.option(fc.integer({ min: 0, max: 8 })),
        visaYears: fc.integer({ min: 0, max: 8 }),
        timeZone: fc.constantFrom("Pacific/Niue", "Europe/Berlin", "Pacific/Kiritimati"),
        today: fc.date({ min: new Date("2026-11-20"), max: new Date("2034-03-01"), noInvalidDate: true }),
      }),
      async ({ law, outcome, terminalAt, archivedAt, documentType, years, visaYears, timeZone, today }) => {
        const change = {
          keptYears: years,
          keptYearsByDocument: [{ documentType: "visa", years: visaYears }],
        };
        await db.organization.updateMany({ data: { timeZone } });
        await db.requestSettings.updateMany({
          data: { jurisdiction: law as JurisdictionId, profiles: { [law]: change } },
        });
        await db.session.updateMany({
          where: { pk },
          data: { resultStatus: outcome, terminalAt, documentType },
        });
        await db.identity.updateMany({ data: { archivedAt } });
        vi.useFakeTimers({ toFake: ["Date"], now: today });
        try {
          const rules = retentionLaw(await currentSettings(officer));
          const session = await db.session.findFirstOrThrow({ where: { pk } });
          const verdict = (await judgeSessions(db, session, [pk], rules)).get(pk)?.verdict;
          const due = await db.$queryRaw<unknown[]>`SELECT 1 FROM ${fullDueSql(rules)} AND s.pk = ${pk}`;
          expect(due.length === 1).toBe(verdict === "erase");
        } finally {
          vi.useRealTimers();
        }
      },
    ),
    { numRuns: 300 },
  );
});

describe("what has changed since a session was chosen", () => {
  it("keeps it from a bulk redaction when a duty covers it by then", async () => {
    const target = { sessionIds: [rejected] };
    await db.session.updateMany({ where: { id: rejected }, data: { resultStatus: "needs_review" } });
    await requestRedaction(officer, { ...target, confirm: "redact 1" });
    await db.session.updateMany({ where: { id: rejected }, data: { resultStatus: "approved" } });
    await runRedactions();
    expect(await erasedIds()).toEqual([]);
  });

  it("keeps it from the night when the law changes under it", async () => {
    const job = await jobActor("privacy.retention", "sandbox", ["privacy:redact"], scene.organization.id);
    await expect(eraseSession(job, approved, "retention")).rejects.toMatchObject({ code: "conflict" });
    expect(await erasedIds()).toEqual([]);
  });
});

it("an organization whose law cannot be read keeps its sessions, and does not stop the others", async () => {
  // Live comes before the sandbox, whose sessions are due.
  const live = { ...scene.admin, scope: { ...scene.admin.scope, environment: "live" as const } };
  await currentSettings(live);
  const own = { organizationPk: scene.organization.pk };
  const lost = { profiles: { gdpr: "lost" } };
  await db.requestSettings.updateMany({ where: { ...own, environment: "live" }, data: lost });
  expect((await runRetention()).full).toBe(2);
  await db.requestSettings.updateMany({ where: own, data: lost });
  await db.session.updateMany({
    where: { ...own, id: approved },
    data: { terminalAt: new Date("2001-01-01") },
  });
  expect((await runRetention()).full).toBe(0);
});

it("a request under another law erases nothing that the organization's own law keeps", async () => {
  const requestId = await reviewed(officer);
  await db.request.updateMany({ data: { jurisdiction: "ccpa" } });
  await db.requestSettings.updateMany({ data: { profiles: { gdpr: { keptYears: 30 } } } });
  const headers = await signedInHeaders(officer.id);
  const answer = await callPath("GET", `/api/v1/requests/${requestId}/plan`, { headers });
  const rows = ((await answer.json()) as { data: Row[] }).data;
  expect(rows.find(({ session_id }) => session_id === long)).toMatchObject({
    verdict: "keep",
    rule: expect.stringContaining("kept for 30 years"),
  });
});
