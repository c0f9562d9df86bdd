import { beforeEach, expect, it } from "vitest";
import { callPath } from "@/test/api";
import {
  actorOf,
  createApiKey,
  createOrganization,
  importFor,
  removeAllSessions,
  sampleAs,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let key: string;
const hour = 3_600_000;

type Given = {
  status: "completed" | "pending";
  result?: "approved" | "rejected";
  country: string;
  hours?: number;
};
const sessions: Given[] = [
  { status: "completed", result: "approved", country: "DE", hours: 1 },
  { status: "completed", result: "rejected", country: "DE", hours: 3 },
  { status: "completed", result: "approved", country: "FR", hours: 2 },
  { status: "pending", country: "FR" },
  // Restricted: counted nowhere.
  { status: "completed", result: "approved", country: "IT", hours: 1 },
];

beforeEach(async () => {
  await removeAllSessions();
  organization = await createOrganization();
  key = await createApiKey(organization, ["analytics:read"]);
  const created = new Date(Date.now() - 4 * hour);
  for (const [at, { status, result, country, hours }] of sessions.entries()) {
    const id = `ses_figures_${at}`;
    const bundle = sampleAs(id, { status, country, created_at: created.toISOString() });
    await importFor(actorOf(organization), {
      ...bundle,
      review_case: null,
      result:
        result && bundle.result
          ? {
              ...bundle.result,
              status: result,
              rejection_reason_code: result === "rejected" ? "expired_document" : null,
            }
          : null,
    });
    await db.session.updateMany({
      where: { organizationPk: organization.pk, id },
      data: {
        createdAt: created,
        terminalAt: hours ? new Date(created.getTime() + hours * hour) : null,
        restrictedAt: country === "IT" ? new Date() : null,
      },
    });
  }
});

async function figures(path: string, headers: object = {}) {
  const answer = await callPath("GET", `/api/v1/analytics/${path}`, {
    headers: { "X-API-Key": key, ...headers },
  });
  return { status: answer.status, body: await answer.json() };
}

it("counts the sessions that lists show", async () => {
  const { body: trend } = await figures("trend?days=2");
  expect(trend.data).toHaveLength(2);
  const total = (name: string) =>
    trend.data.reduce((sum: number, day: Record<string, number>) => sum + (day[name] ?? 0), 0);
  expect(["total", "completed", "approved", "rejected", "failed"].map(total)).toEqual([4, 3, 2, 1, 0]);
  expect((await figures("funnel")).body).toEqual({
    days: 30,
    data: [
      { stage: "created", count: 4, rate: 1 },
      { stage: "submitted", count: 3, rate: 0.75 },
      { stage: "completed", count: 3, rate: 0.75 },
      { stage: "approved", count: 2, rate: 0.5 },
    ],
  });
  expect((await figures("conversion-rate", { "Key-Inflection": "camel" })).body).toEqual({
    days: 30,
    created: 4,
    completed: 3,
    approved: 2,
    conversionRate: 0.75,
    approvalRate: 2 / 3,
  });
  expect((await figures("by-country")).body.data).toMatchObject([
    { key: "DE", total: 2, approved: 1, rejected: 1, approval_rate: 0.5 },
    { key: "FR", total: 2, approved: 1, rejected: 0, approval_rate: 1 },
  ]);
  expect((await figures("by-document-type")).body.data).toHaveLength(1);
  expect((await figures("rejection-reasons")).body.data).toEqual([
    { reason_code: "expired_document", count: 1, share: 1 },
  ]);
  expect((await figures("processing-time")).body).toMatchObject({
    measured: 3,
    average_seconds: 7200,
    p50_seconds: 7200,
  });
  const rows = await db.session.findMany({
    where: { organizationPk: organization.pk },
    orderBy: { id: "asc" },
  });
  await db.check.createMany({
    data: [
      { at: 0, attempt: 1, status: "failed" as const },
      { at: 0, attempt: 2, status: "passed" as const },
      { at: 1, attempt: 1, status: "failed" as const },
      { at: 2, attempt: 1, status: "skipped" as const },
      { at: 4, attempt: 1, status: "passed" as const },
    ].map(({ at, ...check }) => ({
      ...{ organizationPk: organization.pk, environment: "sandbox" as const, policy: "face_match" },
      ...{ ...check, sessionPk: rows[at]?.pk ?? 0n },
    })),
  });
  expect((await figures("check-breakdown")).body.data).toEqual([
    { policy: "face_match", passed: 1, failed: 1, error: 0, skipped: 1, other: 0, pass_rate: 0.5 },
  ]);
  expect((await figures("overview")).body).toMatchObject({
    sessions: 4,
    sessions_last_7d: 4,
    sessions_prev_7d: 0,
    sessions_wow_delta: null,
  });
});

it("are the environment's own, need a scope, and refuse other ranges", async () => {
  expect((await figures("trend?days=91")).status).toBe(422);
  expect((await figures("trend?days=x")).status).toBe(422);
  key = await createApiKey(organization, ["analytics:read"], "live");
  expect((await figures("funnel")).body.data[0]).toEqual({ stage: "created", count: 0, rate: null });
  expect((await figures("processing-time")).body).toMatchObject({ measured: 0, average_seconds: null });
  key = await createApiKey(organization, ["sessions:read"]);
  for (const path of [
    "trend",
    "funnel",
    "conversion-rate",
    "by-country",
    "by-document-type",
    "rejection-reasons",
    "processing-time",
    "check-breakdown",
    "overview",
  ])
    expect((await figures(path)).status, path).toBe(403);
});
