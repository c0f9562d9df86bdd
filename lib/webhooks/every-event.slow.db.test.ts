import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { uploadDocument } from "@/lib/captures/documents";
import { expireSession } from "@/lib/captures/expire";
import { generateLink } from "@/lib/captures/generate-one-time-link";
import { submitSession } from "@/lib/captures/submit";
import { createSession } from "@/lib/captures/write";
import { claimCase, escalateCase } from "@/lib/cases/write";
import type { Bundle } from "@/lib/contract/bundle";
import { resubmitCase } from "@/lib/decisions/resubmit";
import { evaluateWaiting } from "@/lib/evaluation/run";
import { UploadedFile } from "@/lib/http/form";
import { archiveIdentity, restoreIdentity } from "@/lib/identities/archive";
import { flagIdentity } from "@/lib/identities/flag";
import { addTag, removeTag } from "@/lib/identities/set-tags";
import { sendDue } from "@/lib/outbox/sender";
import { publishEnv } from "@/lib/platform/env";
import { closeExchanges } from "@/lib/platform/exchange";
import { redactSession } from "@/lib/privacy/write";
import { runRetention } from "@/lib/retention/run";
import { createCheck } from "@/lib/screening-checks/write";
import { currentSettings } from "@/lib/settings/load";
import { updateRetention } from "@/lib/settings/write";
import { createEndpoint } from "@/lib/webhooks/endpoints";
import { webhookEvents } from "@/lib/webhooks/schema";
import { claimAndApprove, claimAndReject, openSample } from "@/test/case-scene";
import {
  actorOf,
  createMember,
  createOrganization,
  importFor,
  keyActorOf,
  removeAllSessions,
  sampleAs,
  sampleImage,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

type Body = Record<string, unknown> & { event: string };
const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  closeExchanges();
  for (const stop of running.splice(0)) await stop();
  publishEnv({ WEBHOOK_ALLOW_HTTP: "", WEBHOOK_ALLOWED_NETWORKS: "", WEBHOOK_RETRY_SECONDS: "" });
});

/** A receiver in this process; `refuses` says which bodies it answers with 503. */
async function receiver(refuses: (body: Body, count: number) => boolean = () => false) {
  const arrived: Body[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const body = JSON.parse(Buffer.concat(parts).toString());
    arrived.push(body);
    response.writeHead(refuses(body, arrived.length) ? 503 : 200).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  running.push(
    () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  );
  publishEnv({
    WEBHOOK_ALLOW_HTTP: "on",
    WEBHOOK_ALLOWED_NETWORKS: "127.0.0.0/8",
    WEBHOOK_RETRY_SECONDS: "0,0,0",
  });
  return { arrived, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

async function setScene() {
  await removeAllSessions();
  await db.webhookDelivery.deleteMany();
  await db.webhookEndpoint.deleteMany();
  const organization = await createOrganization();
  const [admin, lea, officer] = await Promise.all(
    (["admin", "lead", "compliance"] as const).map((role) => createMember(organization, [role])),
  );
  if (!admin || !lea || !officer) throw new Error("No members.");
  return { organization, admin, lea, officer };
}

/** Sends until nothing waits; the ten seconds in which a decision can be undone are over at once. */
async function sendAll({ pk: organizationPk }: TestOrganization): Promise<void> {
  const where = { organizationPk, status: "pending" as const };
  for (let turn = 0; turn < 20 && (await db.webhookDelivery.count({ where })) > 0; turn++) {
    await db.webhookDelivery.updateMany({ where, data: { nextAttemptAt: new Date(0) } });
    await sendDue();
  }
}

/** A session that a completed verification brings, without a case. */
function completed(id: string, externalRef: string, change: Partial<Bundle["session"]> = {}) {
  const bundle = sampleAs(id, { status: "completed", external_ref: externalRef, ...change });
  const result = bundle.result && { ...bundle.result, status: "approved" as const };
  return { ...bundle, result, review_case: null, screening: [], webhook_deliveries: [] };
}

/** Makes each change of a case that an event tells of, each on a case of its own. */
async function changeCases(lea: Actor, admin: Actor): Promise<void> {
  const { review_case: _, ...arriving } = openSample("ses_arriving");
  await importFor(admin, arriving);
  const names = ["ses_approved", "ses_rejected", "ses_escalated", "ses_asked"];
  const cases: string[] = [];
  for (const bundle of names.map(openSample)) {
    await importFor(admin, { ...bundle, screening: [] });
    cases.push(bundle.review_case?.id ?? "");
  }
  const [approved = "", rejected = "", escalated = "", asked = ""] = cases;
  await claimAndApprove(lea, { caseId: approved });
  await claimAndReject(lea, { caseId: rejected, rejectionReasonCode: "face_mismatch" });
  await claimCase(lea, { caseId: escalated });
  await escalateCase(lea, { caseId: escalated });
  await claimCase(lea, { caseId: asked });
  await resubmitCase(lea, { caseId: asked, documents: ["selfie"], reason: "glare", message: "" });
}

async function captureSession(organization: TestOrganization): Promise<void> {
  const key = keyActorOf(organization, ["sessions:write"]);
  const { id: sessionId } = await createSession(key, { fields: { last_name: "Doe" } });
  await generateLink(key, { sessionId });
  await expireSession(key, { sessionId });
}

/** Captures a live session whose rules wait for the customer's own decision. */
async function awaitExternal(organization: TestOrganization): Promise<void> {
  const rules = [{ name: "Ask us", route: "external" }];
  const scope = { organizationPk: organization.pk, environment: "live" as const };
  await db.workflowVersion.create({ data: { ...scope, version: 1, rules, savedBy: "mem_x" } });
  const key = keyActorOf(organization, ["sessions:write"], "live");
  const { id: sessionId } = await createSession(key, { checks: ["document_expiration"], fields: {} });
  const front = new UploadedFile("front.jpg", await sampleImage());
  const form = new Map([
    ["file", [front]],
    ["document_type", [new UploadedFile("document_type", Buffer.from("id_front"))]],
  ]);
  await uploadDocument(key, { sessionId, form });
  await submitSession(key, { sessionId });
  await evaluateWaiting();
}

async function changeIdentities(lea: Actor, admin: Actor, officer: Actor): Promise<void> {
  await importFor(admin, completed("ses_first", "cust_first", { updated_at: "2026-01-01T00:00:00Z" }));
  await importFor(admin, completed("ses_second", "cust_first", { updated_at: "2026-02-01T00:00:00Z" }));
  const identityId = "cust_first";
  await flagIdentity(lea, { identityId, reason: "other" });
  await addTag(lea, { identityId, tag: "Doe" });
  await removeTag(lea, { identityId, tag: "Doe" });
  await archiveIdentity(officer, { identityId });
  await restoreIdentity(officer, { identityId });
}

/** The customer's system runs a check of a person. */
const screenHere = (organization: TestOrganization) =>
  createCheck(keyActorOf(organization, ["checks:write"]), {
    checkType: "email_risk",
    externalRef: "cust_first",
    email: "doe@example.com",
  });

/** The source screens a decided person again and finds something. */
async function screenAgain(admin: Actor): Promise<void> {
  const [check] = sampleAs("ses_second").screening ?? [];
  const bundle = completed("ses_second", "cust_first", { updated_at: "2026-03-01T00:00:00Z" });
  await importFor(admin, { ...bundle, screening: [{ ...check, hits: [{ id: "new", name: "E. Doe" }] }] });
}

async function endSessions(admin: Actor, officer: Actor): Promise<void> {
  // No duty keeps these sessions.
  await db.requestSettings.updateMany({ data: { profiles: { gdpr: { keptYears: 0 } } } });
  await redactSession(officer, { sessionId: "ses_first", confirm: "ses_first" });
  const { version } = (await currentSettings(admin)).retention;
  const days = { sensitiveDataRetentionDays: 1, dataRetentionDays: 2 };
  await updateRetention(admin, { version, ...days, autoRedactOnRetentionExpiry: true });
  await db.session.updateMany({ where: { id: "ses_second" }, data: { terminalAt: new Date("2026-01-01") } });
  await runRetention();
}

it("every event that an endpoint can subscribe to arrives after its change", async () => {
  const { organization, admin, lea, officer } = await setScene();
  const { arrived, url } = await receiver();
  await createEndpoint(admin, { url });
  await createEndpoint(actorOf(organization, { environment: "live" }), { url });
  await captureSession(organization);
  await awaitExternal(organization);
  await changeCases(lea, admin);
  await changeIdentities(lea, admin, officer);
  await screenAgain(admin);
  await screenHere(organization);
  await endSessions(admin, officer);
  await sendAll(organization);
  expect([...new Set(arrived.map(({ event }) => event))].toSorted()).toEqual(
    Object.keys(webhookEvents).toSorted(),
  );
  // IDs and statuses: no member, and no value of the applicant.
  const text = JSON.stringify(arrived);
  for (const word of [lea.id, lea.name, "Doe", "1997-06-15"]) expect(text).not.toContain(word);
});

it("events of one identity arrive in their order, also when one is refused first", async () => {
  const { organization, admin, lea } = await setScene();
  const { arrived, url } = await receiver((_, count) => count === 1 || count === 3);
  await createEndpoint(admin, { url, enabledEvents: ["identity.created", "identity.flagged"] });
  await importFor(admin, completed("ses_one", "cust_one"));
  await flagIdentity(lea, { identityId: "cust_one", reason: "other" });
  await importFor(admin, completed("ses_two", "cust_two"));
  await sendAll(organization);
  const one = arrived.filter(({ external_ref }) => external_ref === "cust_one").map(({ event }) => event);
  expect([...new Set(one)]).toEqual(["identity.created", "identity.flagged"]);
  expect(one.lastIndexOf("identity.created")).toBeLessThan(one.indexOf("identity.flagged"));
  const rows = await db.webhookDelivery.findMany({ where: { organizationPk: organization.pk } });
  expect(rows.map(({ status }) => status)).toEqual(["delivered", "delivered", "delivered"]);
});
