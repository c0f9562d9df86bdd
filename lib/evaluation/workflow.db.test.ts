import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { expireWaiting } from "@/lib/captures/jobs";
import { claimCase, createCase } from "@/lib/cases/write";
import { correctResult } from "@/lib/corrections/pii";
import { resubmitCase } from "@/lib/decisions/resubmit";
import { undoDecision } from "@/lib/decisions/undo";
import { approveCase } from "@/lib/decisions/write";
import { setFaceProvider } from "@/lib/evaluation/faces";
import { evaluateWaiting } from "@/lib/evaluation/run";
import { openSession } from "@/lib/records/open";
import { runRetention } from "@/lib/retention/run";
import { getResult } from "@/lib/sessions/read";
import { getWorkflow, listWorkflowVersions, previewWorkflow } from "@/lib/workflow/read";
import type { WorkflowRule } from "@/lib/workflow/schema";
import { saveWorkflow } from "@/lib/workflow/write";
import { callPath } from "@/test/api";
import {
  actorOf,
  createApiKey,
  createMember,
  createOrganization,
  removeAllSessions,
  type TestOrganization,
} from "@/test/factories";
import { specimens } from "@/test/specimens";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let key: string;
let admin: Actor;

beforeEach(async () => {
  await removeAllSessions();
  organization = await createOrganization("Northwind Bank");
  key = await createApiKey(organization, ["sessions:write", "sessions:read", "verifications:read"], "live");
  admin = actorOf(organization, { roles: ["admin"], environment: "live" });
  await db.webhookEndpoint.create({
    data: {
      ...{ organizationPk: organization.pk, environment: "live", id: `wh_${organization.id}` },
      ...{ url: "https://a.example", sealedSecret: Buffer.from("x") },
    },
  });
});
afterEach(() => setFaceProvider(null));

type Body = Record<string, unknown> & { id: string; error: string };
async function call(method: string, at: string, body?: object): Promise<{ status: number; body: Body }> {
  const isForm = body instanceof FormData;
  const answer = await callPath(method, `/api/v1/sessions${at}`, {
    headers: { "X-API-Key": key, ...(!isForm && { "Content-Type": "application/json" }) },
    ...(body && { body: isForm ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Body };
}

async function submit(id: string): Promise<string> {
  for (const [type, drawn] of [
    ["id_front", specimens.front()],
    ["selfie", specimens.selfie()],
  ] as const) {
    const form = new FormData();
    form.append("file", new Blob([Uint8Array.from(await drawn)]), "x.jpg");
    form.append("document_type", type);
    await call("POST", `/${id}/documents`, form);
  }
  await call("POST", `/${id}/submit`, {});
  return id;
}
const submitted = async (body: object = {}) => submit((await call("POST", "", body)).body.id);
/** The specimen of ICAO Doc 9303: born on 12 August 1974. */
const zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
const withZone = { checks: ["document_ocr", "age_check", "face_match"], fields: { mrz: zone } };
const askAge = () =>
  db.reviewSettings.updateMany({ where: { organizationPk: organization.pk }, data: { minimumAge: 18 } });
const caseOf = (id: string) =>
  db.reviewCase.findFirstOrThrow({ where: { organizationPk: organization.pk, session: { id } } });
const eventsOf = async (resourceId: string, type: string) =>
  (await db.auditEvent.findMany({ where: { organizationPk: organization.pk, resourceId, type } })).map(
    ({ metadata }) => metadata,
  );
const foundBy = async (id: string) =>
  [
    ...new Set(
      (await db.blindIndex.findMany({ where: { organizationPk: organization.pk, session: { id } } })).map(
        ({ kind }) => kind,
      ),
    ),
  ].toSorted();
const easy = { checks: ["document_expiration"], fields: { document_expiration_date: "2035-01-01" } };
const saved = async (rules: WorkflowRule[]) =>
  saveWorkflow(admin, { rules, version: (await getWorkflow(admin)).version });
const statusOf = async (id: string) => (await call("GET", `/${id}`)).body.status;
const runOf = async (id: string) => (await call("GET", `/${id}/workflow-run`)).body;
const told = async () =>
  (
    await db.webhookDelivery.findMany({ where: { organizationPk: organization.pk }, orderBy: { pk: "asc" } })
  ).map(({ event }) => event);

const gate: WorkflowRule = { name: "Ask the core system", route: "external" };
const rest: WorkflowRule = { name: "The rest", route: "approve" };

describe("the rules of an environment", () => {
  it("are saved in versions, once at a time, with an event; the program's own count before", async () => {
    expect(await getWorkflow(admin)).toMatchObject({ version: 0, savedBy: null });
    await saved([gate]);
    await expect(saveWorkflow(admin, { rules: [rest], version: 0 })).rejects.toMatchObject({
      code: "conflict",
    });
    const both = await Promise.allSettled(
      [1, 2].map(() => saveWorkflow(admin, { rules: [rest], version: 1 })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const { data } = await listWorkflowVersions(admin);
    expect(data.map(({ version, rules }) => [version, rules.map(({ name }) => name)])).toEqual([
      [2, ["The rest"]],
      [1, ["Ask the core system"]],
      [0, ["All checks passed and low risk"]],
    ]);
    const where = { organizationPk: organization.pk, type: "settings.updated", resourceId: "workflow" };
    expect(await db.auditEvent.count({ where })).toBe(2);
    const sandbox = actorOf(organization, { roles: ["admin"] });
    expect((await getWorkflow(sandbox)).version).toBe(0);
    const reviewer = await createMember(organization, ["reviewer"]);
    await expect(getWorkflow(reviewer)).rejects.toMatchObject({ code: "forbidden" });
    const lead = await createMember(organization, ["lead"]);
    await expect(saveWorkflow(lead, { rules: [], version: 0 })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("reject with the reason of the check that failed, and are previewed on what was evaluated", async () => {
    await saved([{ name: "Expired", route: "reject", failedChecks: ["document_expiration"] }, rest]);
    const id = await submitted({ ...easy, fields: { document_expiration_date: "2020-01-01" } });
    await submitted(easy);
    await submitted();
    await evaluateWaiting();
    expect((await call("GET", `/${id}/result`)).body).toMatchObject({
      ...{ status: "rejected", rejection_reason_code: "document_expired" },
    });
    const run = await runOf(id);
    expect(run).toMatchObject({
      status: "completed",
      workflow_version: 1,
      final_status: "rejected",
      session_id: id,
    });
    expect((run.node_results as object[]).at(-1)).toMatchObject({ policy: "Expired", route: "reject" });
    const preview = await previewWorkflow(admin, { rules: [rest] });
    expect(preview).toMatchObject({ sessions: 3, held: 2, rules: [{ name: "The rest", count: 3 }] });
    expect(preview.routes.map(({ route, count, now }) => [route, count, now])).toEqual([
      ["approve", 1, 1],
      ["reject", 0, 1],
      ["review", 2, 1],
      ["external", 0, 0],
    ]);
  });
});

describe("an external gate", () => {
  it.each([
    ["continue", "completed", "approved", "session.approved"],
    ["reject", "completed", "rejected", "session.declined"],
    ["fail", "failed", null, null],
  ] as const)("takes %s once, and goes on", async (decision, status, result, event) => {
    await saved([gate, rest]);
    const id = await submitted(easy);
    const early = await call("POST", `/${id}/external-decision`, { decision });
    expect(early.status).toBe(409);
    await evaluateWaiting();
    expect(await statusOf(id)).toBe("awaiting_external");
    expect(await runOf(id)).toMatchObject({
      status: "paused",
      paused_at_node: gate.name,
      completed_at: null,
    });
    // The rules that led to the gate count behind it, whatever was saved meanwhile.
    await saved([]);
    expect((await call("POST", `/${id}/external-decision`, { decision: "maybe" })).status).toBe(422);
    const given = await call("POST", `/${id}/external-decision`, { decision, metadata: { by: "core" } });
    expect(given).toMatchObject({ status: 202, body: { session_id: id, decision } });
    expect((await call("POST", `/${id}/external-decision`, { decision })).status).toBe(409);
    await evaluateWaiting();
    expect(await statusOf(id)).toBe(status);
    const found = await call("GET", `/${id}/result`);
    expect(found.body.status ?? null).toBe(result);
    expect(await told()).toEqual(
      expect.arrayContaining(["session.awaiting_external", ...(event ? [event] : [])]),
    );
    const exported = (await call("GET", `/${id}/export`)).body as unknown as {
      session: object;
      workflow_runs: object[];
    };
    const { session } = exported;
    expect(exported.workflow_runs).toMatchObject([{ cause: "submit", final_status: result }]);
    expect(session).toMatchObject({ external_decision: { decision, metadata: { by: "core" } } });
  });
});

describe("what a result is made of", () => {
  it("is every check of the session, also those that a retry did not run", async () => {
    await askAge();
    let score = 0.1;
    setFaceProvider({ name: "test", compare: async () => ({ score, isLive: true }) });
    const id = await submitted(withZone);
    await evaluateWaiting();
    const before = await foundBy(id);
    expect(before).toEqual(["document_number", "name_and_birth_date"]);
    score = 0.9;
    await call("POST", `/${id}/verifications/face_match/retry`, {});
    await evaluateWaiting();
    expect((await call("GET", `/${id}/result`)).body).toMatchObject({
      ...{ status: "approved", face_match_passed: true, face_match_score: 0.9, age_check_passed: true },
    });
    expect(await foundBy(id)).toEqual(before);
  });

  it("is every check also when the organization's own system rejects", async () => {
    await askAge();
    setFaceProvider({ name: "test", compare: async () => ({ score: 0.9, isLive: true }) });
    await saved([gate]);
    const id = await submitted(withZone);
    await evaluateWaiting();
    expect((await call("POST", `/${id}/external-decision`, { decision: "reject" })).status).toBe(202);
    expect((await call("GET", `/${id}/result`)).body).toMatchObject({
      ...{ status: "rejected", face_match_passed: true, face_match_score: 0.9, age_check_passed: true },
    });
    expect(await foundBy(id)).toEqual(["document_number", "name_and_birth_date"]);
  });
});

describe("a case that a reviewer has begun", () => {
  it.each([
    ["claimed", { status: "in_review", assignedTo: "mem_1" }],
    ["after a first decision", { status: "pending_second_review", firstDecision: "rejected" }],
    ["escalated", { status: "escalated", escalatedTo: "mem_1" }],
    ["snoozed", { snoozedUntil: new Date(Date.now() + 3_600_000) }],
    ["after a request for other pictures", { resubmissions: 1 }],
  ] as const)("is not decided by a retry: %s", async (_, touched) => {
    let score = 0.1;
    setFaceProvider({ name: "test", compare: async () => ({ score, isLive: true }) });
    const id = await submitted({ checks: ["face_match"] });
    await evaluateWaiting();
    const { id: caseId, status } = await caseOf(id);
    await db.reviewCase.updateMany({ where: { id: caseId }, data: touched });
    score = 0.9;
    await call("POST", `/${id}/verifications/face_match/retry`, {});
    await evaluateWaiting();
    expect(await statusOf(id)).toBe("under_review");
    expect(await caseOf(id)).toMatchObject({ status, decision: null, ...touched });
    expect((await call("GET", `/${id}/result`)).body.status).toBe("needs_review");
    expect(await eventsOf(caseId, "case.closed")).toEqual([]);
    expect(await told()).not.toContain("session.approved");
    const nodes = (await runOf(id)).node_results as object[];
    expect(nodes.at(-1)).toMatchObject({ route: "review", status: "held by review case" });
  });

  it("is not decided by a retry after a correction, which stays", async () => {
    let score = 0.1;
    setFaceProvider({ name: "test", compare: async () => ({ score, isLive: true }) });
    const id = await submitted({ checks: ["face_match"] });
    await evaluateWaiting();
    const lead = await createMember(organization, ["lead"], { environment: "live" });
    const { id: caseId } = await caseOf(id);
    await correctResult(lead, { caseId, extractedData: { documentNumber: "X1234567" } });
    score = 0.9;
    await call("POST", `/${id}/verifications/face_match/retry`, {});
    await evaluateWaiting();
    expect(await statusOf(id)).toBe("under_review");
    expect(await getResult(lead, { sessionId: id })).toMatchObject({
      extractedData: { documentNumber: expect.stringMatching(/67$/) },
    });
    expect(await foundBy(id)).toContain("document_number");
  });

  it("ends its run at the gate when it is decided, and puts it back when that is undone", async () => {
    await saved([gate]);
    const id = await submitted(easy);
    await evaluateWaiting();
    const anna = await createMember(organization, ["reviewer"], { environment: "live" });
    const { id: caseId } = await createCase(actorOf(organization, { environment: "live" }), {
      sessionId: id,
    });
    await claimCase(anna, { caseId });
    await approveCase(anna, { caseId });
    expect(await runOf(id)).toMatchObject({ status: "completed", paused_at_node: null });
    await undoDecision(anna, { caseId });
    expect(await statusOf(id)).toBe("awaiting_external");
    expect(await runOf(id)).toMatchObject({
      status: "paused",
      paused_at_node: gate.name,
      completed_at: null,
    });
  });

  it("gets the pictures that its reviewer asked for, and decides about them", async () => {
    await saved([{ name: "Everybody", route: "review" }]);
    const id = await submitted(easy);
    await evaluateWaiting();
    await saved([rest]);
    const { id: caseId } = await caseOf(id);
    const anna = await createMember(organization, ["reviewer"], { environment: "live" });
    await claimCase(anna, { caseId });
    const asked = { documents: ["selfie" as const], reason: "glare" as const, message: "" };
    await resubmitCase(anna, { caseId, ...asked });
    expect(await statusOf(id)).toBe("pending");
    await submit(id);
    await evaluateWaiting();
    expect((await call("GET", `/${id}`)).body).toMatchObject({
      ...{ status: "under_review", result_status: "needs_review", processing_attempts: 2 },
    });
    expect(await caseOf(id)).toMatchObject({
      ...{ status: "open", resubmitAskedAt: null, snoozedUntil: null, snoozeEvent: null, resubmissions: 1 },
    });
    expect(await eventsOf(caseId, "case.resubmitted")).toEqual([{ attempt: 2 }]);
    expect((await claimCase(anna, { caseId })).status).toBe("in_review");
  });

  it("is not ended at a gate, which lets it go on to its reviewer", async () => {
    await saved([gate, rest]);
    const id = await submitted(easy);
    await evaluateWaiting();
    const anna = await createMember(organization, ["reviewer"], { environment: "live" });
    const { id: caseId } = await createCase(actorOf(organization, { environment: "live" }), {
      sessionId: id,
    });
    await claimCase(anna, { caseId });
    for (const decision of ["reject", "fail"])
      expect((await call("POST", `/${id}/external-decision`, { decision })).status, decision).toBe(409);
    expect((await call("POST", `/${id}/external-decision`, { decision: "continue" })).status).toBe(202);
    await evaluateWaiting();
    expect(await statusOf(id)).toBe("under_review");
    expect((await caseOf(id)).status).toBe("in_review");
  });
});

describe("reprocessing and retrying", () => {
  it("evaluates a completed session with the rules that count now", async () => {
    await saved([rest]);
    const id = await submitted(easy);
    await evaluateWaiting();
    expect((await call("GET", `/${id}/result`)).body.status).toBe("approved");
    await saved([{ name: "Nobody", route: "reject" }]);
    expect(await call("POST", `/${id}/reprocess`, {})).toMatchObject({
      status: 202,
      body: { session_id: id, status: "processing" },
    });
    expect((await call("POST", `/${id}/reprocess`, {})).status).toBe(400);
    expect((await call("GET", `/${id}/result`)).status).toBe(404);
    expect(await eventsOf(id, "session.reprocessed")).toMatchObject([
      { replaced: { status: "approved", reasonCode: null } },
    ]);
    await evaluateWaiting();
    expect((await call("GET", `/${id}/result`)).body.status).toBe("rejected");
    expect(await runOf(id)).toMatchObject({ workflow_version: 2, final_status: "rejected" });
    const { attempts } = (await call("GET", `/${id}/verifications/document_expiration/attempts`)).body;
    expect(attempts).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
    expect(await call("GET", `/${id}`)).toMatchObject({ body: { processing_attempts: 2 } });
  });

  it("leaves a session with a case to its reviewers", async () => {
    const id = await submitted();
    await evaluateWaiting();
    expect((await call("POST", `/${id}/reprocess`, {})).status).toBe(400);
    await db.session.updateMany({ where: { id }, data: { status: "completed" } });
    expect((await call("POST", `/${id}/reprocess`, {})).status).toBe(409);
  });

  it("runs one failed check again, and approves when nothing speaks against the session any more", async () => {
    let score = 0.1;
    setFaceProvider({ name: "test", compare: async () => ({ score, isLive: true }) });
    const id = await submitted({ checks: ["face_match"] });
    await evaluateWaiting();
    expect(await statusOf(id)).toBe("under_review");
    const retry = (policy: string) => call("POST", `/${id}/verifications/${policy}/retry`, {});
    expect((await retry("document_quality")).status).toBe(400);
    expect((await retry("nfc_chip_auth")).status).toBe(404);
    expect(await retry("face_match")).toMatchObject({
      status: 202,
      body: { session_id: id, policy: "face_match" },
    });
    expect((await retry("face_match")).status).toBe(202);
    expect(await evaluateWaiting()).toBe(1);
    expect(await statusOf(id)).toBe("under_review");
    score = 0.9;
    await retry("face_match");
    await evaluateWaiting();
    expect(await call("GET", `/${id}`)).toMatchObject({
      body: { status: "completed", case_status: "approved" },
    });
    expect(await told()).toContain("session.approved");
    const { id: caseId } = await caseOf(id);
    expect(await eventsOf(caseId, "case.closed")).toEqual([{ decision: "approved", by: "retry" }]);
    const { attempts } = (await call("GET", `/${id}/verifications/face_match/attempts`)).body;
    expect(attempts).toMatchObject([{ status: "failed" }, { status: "failed" }, { status: "passed" }]);
    const { attempts: quality } = (await call("GET", `/${id}/verifications/document_quality/attempts`)).body;
    expect(quality).toHaveLength(1);
  });

  it("does not keep a session longer, whatever becomes of it", async () => {
    await saved([rest]);
    const id = await submitted(easy);
    await evaluateWaiting();
    const where = { organizationPk: organization.pk, id };
    const ended = new Date("2026-01-02T03:04:05Z");
    await db.session.updateMany({ where, data: { terminalAt: ended } });
    const endOf = async () => (await db.session.findFirstOrThrow({ where })).terminalAt;
    await call("POST", `/${id}/reprocess`, {});
    expect(await endOf()).toEqual(ended);
    await evaluateWaiting();
    expect([await statusOf(id), await endOf()]).toEqual(["completed", ended]);
    await saved([gate]);
    await call("POST", `/${id}/reprocess`, {});
    await evaluateWaiting();
    await call("POST", `/${id}/external-decision`, { decision: "fail" });
    expect([await statusOf(id), await endOf()]).toEqual(["failed", ended]);
    await call("POST", `/${id}/reprocess`, {});
    await db.workflowRun.updateMany({
      where: { ...mine(), status: "queued" },
      data: { ...died(), tries: 3 },
    });
    await evaluateWaiting();
    expect([await statusOf(id), await endOf()]).toEqual(["failed", ended]);
    await call("POST", `/${id}/reprocess`, {});
    expect((await call("POST", `/${id}/expire`, {})).status).toBe(200);
    expect([await statusOf(id), await endOf()]).toEqual(["expired", ended]);
    expect(await runOf(id)).toMatchObject({ status: "failed" });
    // A new link is for new pictures: they do not go with the old ones.
    await call("POST", `/${id}/resume`, {});
    expect([await statusOf(id), await endOf()]).toEqual(["pending", null]);
    await call("POST", `/${id}/expire`, {});
    expect((await endOf())?.getTime()).toBeGreaterThan(ended.getTime());
  });

  it("refuses a session whose retention is over, and closes one that is evaluated or waits", async () => {
    await saved([rest]);
    const [over, running, waiting] = [await submitted(easy), await submitted(easy), await submitted(easy)];
    await evaluateWaiting();
    await saved([gate]);
    const reprocess = (id: string) => call("POST", `/${id}/reprocess`, {});
    await reprocess(waiting);
    await evaluateWaiting();
    await reprocess(running);
    const age = { terminalAt: new Date(Date.now() - 31 * 86_400_000), updatedAt: new Date("2026-01-02") };
    await db.session.updateMany({ where: mine(), data: age });
    await db.workflowRun.updateMany({
      where: { ...mine(), endedBefore: { not: null } },
      data: { endedBefore: age.terminalAt },
    });
    await db.retentionSettings.updateMany({ where: mine(), data: { sensitiveDataRetentionDays: 30 } });
    expect((await reprocess(over)).status).toBe(400);
    for (const id of [over, running, waiting])
      expect((await openSession(admin, id, "read")).isExpired, id).toBe(true);
    await runRetention();
    await evaluateWaiting();
    await db.session.updateMany({ where: { ...mine(), id: waiting }, data: { updatedAt: age.updatedAt } });
    expect(await expireWaiting()).toBe(1);
    const rows = await db.session.findMany({ where: mine(), orderBy: { pk: "asc" } });
    expect(
      rows.map(({ status, retentionStatus, terminalAt }) => [status, retentionStatus, terminalAt]),
    ).toEqual(
      ["completed", "failed", "expired"].map((status) => [status, "sensitive_redacted", age.terminalAt]),
    );
  });
});

const mine = () => ({ organizationPk: organization.pk });
const died = () => ({ status: "running" as const, worker: crypto.randomUUID(), workedAt: new Date(0) });

describe("runs that wait", () => {
  it("begin by turns of the organizations, live before the sandbox, and not once the process ends", async () => {
    const own = key;
    const other = await createOrganization("Quillfeather Credit");
    const access = ["sessions:write", "sessions:read", "verifications:read"] as const;
    key = await createApiKey(organization, [...access], "sandbox");
    await submitted(easy);
    key = own;
    for (let each = 0; each < 3; each++) await submitted(easy);
    key = await createApiKey(other, [...access], "live");
    await submitted(easy);
    expect(await evaluateWaiting(AbortSignal.abort())).toBe(0);
    expect(await evaluateWaiting()).toBe(5);
    const runs = await db.workflowRun.findMany({
      where: { organizationPk: { in: [organization.pk, other.pk] } },
      orderBy: { startedAt: "asc" },
    });
    expect(runs.map(({ organizationPk, environment }) => [organizationPk, environment])).toEqual([
      [organization.pk, "live"],
      [other.pk, "live"],
      [organization.pk, "live"],
      [organization.pk, "live"],
      [organization.pk, "sandbox"],
    ]);
  });
});

describe("a session that waits", () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

  it("for a decision from outside ends after a month, with its run and a webhook, and not before", async () => {
    await saved([gate]);
    const [due, early, restricted, reviewed] = await Promise.all([1, 2, 3, 4].map(() => submitted(easy)));
    await evaluateWaiting();
    await createCase(actorOf(organization, { environment: "live" }), { sessionId: reviewed ?? "" });
    const age = (id: string | undefined, data: object) =>
      db.session.updateMany({ where: { ...mine(), id: id ?? "" }, data });
    await age(due, { updatedAt: daysAgo(31) });
    await age(early, { updatedAt: daysAgo(29) });
    await age(restricted, { updatedAt: daysAgo(31), restrictedAt: new Date() });
    await age(reviewed, { updatedAt: daysAgo(31) });
    expect(await Promise.all([expireWaiting(), expireWaiting()])).toEqual(expect.arrayContaining([1]));
    expect(await expireWaiting()).toBe(0);
    const rows = await db.session.findMany({ where: mine(), orderBy: { pk: "asc" } });
    expect(Object.fromEntries(rows.map(({ id, status }) => [id, status]))).toEqual({
      [due ?? ""]: "expired",
      ...Object.fromEntries([early, restricted, reviewed].map((id) => [id, "awaiting_external"])),
    });
    expect(rows.filter(({ terminalAt }) => terminalAt !== null)).toHaveLength(1);
    expect(await runOf(due ?? "")).toMatchObject({ status: "failed", completed_at: expect.any(String) });
    expect((await told()).filter((event) => event === "session.expired")).toHaveLength(1);
    expect(await eventsOf(due ?? "", "session.expired")).toEqual([{ by: "time" }]);
    expect((await call("POST", `/${due}/external-decision`, { decision: "continue" })).status).toBe(409);
  });

  it("for an outcome in the sandbox ends too", async () => {
    key = await createApiKey(organization, ["sessions:write", "sessions:read"], "sandbox");
    const id = await submitted(easy);
    await evaluateWaiting();
    expect(await statusOf(id)).toBe("sandbox_pending");
    await db.session.updateMany({ where: mine(), data: { updatedAt: daysAgo(31) } });
    expect(await expireWaiting()).toBe(1);
    expect(await statusOf(id)).toBe("expired");
  });

  it("goes to its reviewer when the pictures that they asked for cannot be evaluated", async () => {
    await saved([{ name: "Everybody", route: "review" }]);
    const id = await submitted(easy);
    await evaluateWaiting();
    const { id: caseId } = await caseOf(id);
    const anna = await createMember(organization, ["reviewer"], { environment: "live" });
    await claimCase(anna, { caseId });
    await resubmitCase(anna, { caseId, documents: ["selfie"], reason: "glare", message: "" });
    await submit(id);
    await db.workflowRun.updateMany({
      where: { ...mine(), status: "queued" },
      data: { ...died(), tries: 3 },
    });
    await evaluateWaiting();
    expect((await call("GET", `/${id}`)).body).toMatchObject({
      ...{ status: "under_review", result_status: "needs_review", processing_attempts: 2 },
    });
    expect(await caseOf(id)).toMatchObject({ status: "open", resubmitAskedAt: null, snoozedUntil: null });
    expect(await eventsOf(caseId, "case.resubmitted")).toEqual([{ attempt: 2 }]);
    expect((await claimCase(anna, { caseId })).status).toBe("in_review");
  });

  it("is not failed from outside while its case is open, also when nobody has begun it", async () => {
    await saved([gate]);
    const id = await submitted(easy);
    await evaluateWaiting();
    await createCase(actorOf(organization, { environment: "live" }), { sessionId: id });
    expect((await call("POST", `/${id}/external-decision`, { decision: "fail" })).status).toBe(409);
    expect(await statusOf(id)).toBe("awaiting_external");
  });
});
