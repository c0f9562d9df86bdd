import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { claimCase } from "@/lib/cases/write";
import { approveCase } from "@/lib/decisions/write";
import { setFaceProvider } from "@/lib/evaluation/faces";
import { evaluateWaiting } from "@/lib/evaluation/run";
import { blockIdentifiers } from "@/lib/lists/blocklist";
import { blobs } from "@/lib/platform/blobs";
import type { Environment } from "@/lib/platform/generated/enums";
import { redactSession } from "@/lib/privacy/write";
import { cipherOf } from "@/lib/records/open";
import { listScreening } from "@/lib/screening/read";
import { dismissHits } from "@/lib/screening/write";
import { createWatchlist, uploadWatchlist } from "@/lib/watchlists/write";
import { callPath } from "@/test/api";
import {
  actorOf,
  createApiKey,
  createMember,
  createOrganization,
  removeAllSessions,
  sampleImage,
  type TestOrganization,
} from "@/test/factories";
import { specimenPdf, specimens } from "@/test/specimens";
import { db } from "@/test/test-db";

let organization: TestOrganization;
const keys: Partial<Record<Environment, string>> = {};

beforeEach(async () => {
  await removeAllSessions();
  organization = await createOrganization("Northwind Bank");
  const scopes = ["sessions:write", "sessions:read", "verifications:read", "cases:read"];
  keys.live = await createApiKey(organization, scopes, "live");
  keys.sandbox = await createApiKey(organization, scopes, "sandbox");
});
afterEach(() => setFaceProvider(null));

type Answer = {
  status: number;
  body: Record<string, unknown> & { data: Record<string, unknown>[]; id: string };
};

async function call(method: string, at: string, body?: unknown, key = keys.live ?? ""): Promise<Answer> {
  const isForm = body instanceof FormData;
  const answer = await callPath(method, `/api/v1/sessions${at}`, {
    headers: { "X-API-Key": key, ...(!isForm && { "Content-Type": "application/json" }) },
    ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}

const form = (file: Uint8Array | null, documentType: string, more: Record<string, string> = {}) => {
  const made = new FormData();
  if (file) made.append("file", new Blob([Uint8Array.from(file)]), "photo.txt");
  made.append("document_type", documentType);
  for (const [name, value] of Object.entries(more)) made.append(name, value);
  return made;
};
const upload = async (
  id: string,
  file: Uint8Array | null,
  documentType: string,
  more = {},
  key = keys.live,
) => call("POST", `/${id}/documents`, form(file, documentType, more), key);
const create = async (body: object = {}, key = keys.live) => (await call("POST", "", body, key)).body.id;
const told = async () =>
  (
    await db.webhookDelivery.findMany({ where: { organizationPk: organization.pk }, orderBy: { pk: "asc" } })
  ).map(({ event }) => event);
const listen = () =>
  db.webhookEndpoint.createMany({
    data: (["live", "sandbox"] as const).map((environment) => ({
      ...{ organizationPk: organization.pk, environment, id: `wh_${environment}` },
      ...{ url: "https://a.example", sealedSecret: Buffer.from("x") },
    })),
  });
const statusesOf = async (id: string, key = keys.live) =>
  Object.fromEntries(
    (await call("GET", `/${id}/verifications`, undefined, key)).body.data.map(({ policy, status }) => [
      policy,
      status,
    ]),
  );

async function submitted(body: object = {}, key = keys.live): Promise<string> {
  const id = await create(body, key);
  await upload(id, await specimens.front(), "id_front", {}, key);
  await upload(id, await specimens.selfie(), "selfie", {}, key);
  expect((await call("POST", `/${id}/submit`, {}, key)).status).toBe(200);
  return id;
}

describe("uploading a document", () => {
  it("stores it encrypted and replaces the one of the same type", async () => {
    await listen();
    const id = await create();
    const first = await upload(id, await specimens.front(), "id_front");
    expect(first).toMatchObject({
      status: 201,
      body: {
        session_id: id,
        document_type: "id_front",
        mime_type: "image/jpeg",
        upload_source: "api",
        is_replaced: false,
      },
    });
    expect((await call("GET", `/${id}`)).body.status).toBe("capturing");
    const [before] = await db.document.findMany({ where: { organizationPk: organization.pk } });
    const second = await upload(id, await sampleImage("webp", 500), "id_front");
    expect(second.body).toMatchObject({ mime_type: "image/webp", is_replaced: true });
    const rows = await db.document.findMany({ where: { organizationPk: organization.pk } });
    expect(rows.map((row) => row.id)).toEqual([second.body.id]);
    expect(rows[0]?.blobKey).not.toBe(before?.blobKey);
    expect(await told()).toEqual(["session.created", "session.started"]);
    const listed = (await call("GET", `/${id}/documents`)).body.data;
    expect(listed).toMatchObject([{ doc_type: "id_front", is_available: true, mime_type: "image/webp" }]);
  });

  it("takes a PDF as a PDF, whatever its name, and what it is a proof of", async () => {
    const id = await create();
    const more = { poa_document_type: "utility_bill", poa_document_date: "2026-10-01" };
    const sent = await upload(id, specimenPdf, "proof_of_address", more);
    expect(sent).toMatchObject({
      status: 201,
      body: { mime_type: "application/pdf", file_size_bytes: specimenPdf.length },
    });
    const exported = (await call("GET", `/${id}/export`)).body as unknown as { documents: object[] };
    expect(exported.documents).toMatchObject([
      { ...more, upload_source: "api", mime_type: "application/pdf" },
    ]);
    const [document] = (await call("GET", `/${id}/documents`)).body.data;
    const fetched = await callPath("GET", String(document?.url), {});
    expect(fetched.headers.get("content-disposition")).toBe("attachment");
    expect(Buffer.from(await fetched.arrayBuffer()).equals(specimenPdf)).toBe(true);
  });

  it("refuses each unusable file with its own error, and changes nothing", async () => {
    const id = await create();
    const image = await sampleImage();
    const refusals: [FormData, number, RegExp][] = [
      [form(null, "id_front"), 400, /part with the name file/],
      [form(new Uint8Array(), "id_front"), 400, /must not be empty/],
      [form(Buffer.alloc(10 * 1024 * 1024 + 1), "id_front"), 413, /larger than 10 MB/],
      [form(image, "passport"), 422, /document_type/],
      [form(Buffer.from("GIF89a"), "id_front"), 422, /GIF/],
      [form(Buffer.from("<svg xmlns='x'/>"), "id_front"), 422, /SVG/],
      [form(image.subarray(0, image.length >> 1), "id_front"), 422, /damaged or incomplete/],
      [form(specimenPdf, "selfie"), 422, /not a PDF/],
      [form(specimenPdf.subarray(0, 60), "id_front"), 422, /PDF is damaged/],
      [
        form(Buffer.from(specimenPdf.toString().replace("/Root", "/Encrypt 9 0 R/Root")), "id_front"),
        422,
        /password/,
      ],
      [form(image, "id_front", { poa_document_type: "bill" }), 422, /proof_of_address/],
      [form(image, "proof_of_address", { poa_document_date: "2026-02-30" }), 422, /poa_document_date/],
    ];
    for (const [body, status, detail] of refusals) {
      const answer = await call("POST", `/${id}/documents`, body);
      expect([answer.status, JSON.stringify(answer.body)]).toEqual([status, expect.stringMatching(detail)]);
    }
    expect((await call("GET", `/${id}`)).body.status).toBe("pending");
    expect(await db.document.count({ where: { organizationPk: organization.pk } })).toBe(0);
    const read = await createApiKey(organization, ["sessions:read"], "live");
    expect((await call("POST", `/${id}/documents`, form(image, "id_front"), read)).status).toBe(403);
    const narrow = await createApiKey(organization, ["documents:write"], "live");
    expect((await call("POST", `/${id}/documents`, form(image, "id_front"), narrow)).status).toBe(201);
    expect((await call("POST", `/${id}/documents`, form(image, "id_front"), keys.sandbox)).status).toBe(404);
  });
});

describe("submitting a session", () => {
  it("names what is missing, also the back of a driver's licence", async () => {
    const id = await create({ fields: { document_type: "drivers_license" } });
    expect(await call("POST", `/${id}/submit`, {})).toMatchObject({
      status: 422,
      body: { fields: [{ field: "id_front" }, { field: "id_back" }, { field: "selfie" }] },
    });
    expect((await call("GET", `/${id}`)).body.status).toBe("pending");
    const other = await create({ checks: ["document_expiration"] });
    await upload(other, await specimens.front(), "id_front");
    expect(await call("POST", `/${other}/submit`, {})).toMatchObject({
      status: 200,
      body: {
        id: other,
        status: "processing",
        is_sandbox: false,
        message: expect.stringContaining("checks"),
      },
    });
    expect((await call("POST", `/${other}/submit`, {})).body.status).toBe("processing");
    expect(await db.workflowRun.count({ where: { organizationPk: organization.pk } })).toBe(1);
    expect((await upload(other, await specimens.front(), "id_front")).status).toBe(400);
  });

  it("goes to review without a provider for faces, with every check and why", async () => {
    await listen();
    const fields = { first_name: "Erika", last_name: "Mustermann", date_of_birth: "1964-08-12" };
    const id = await submitted({
      external_ref: "cust_1",
      fields: { ...fields, document_expiration_date: "2035-01-01" },
    });
    expect(await evaluateWaiting()).toBe(1);
    expect(await evaluateWaiting()).toBe(0);
    const { body } = await call("GET", `/${id}`);
    expect(body).toMatchObject({
      status: "under_review",
      processing_attempts: 1,
      case_status: "open",
      capture_url: null,
    });
    expect(await statusesOf(id)).toEqual({
      document_quality: "passed",
      document_ocr: "skipped",
      document_expiration: "passed",
      age_check: "passed",
      face_match: "skipped",
      watchlist_screening: "skipped",
      duplicate_detection: "passed",
      // No number, device, address or face is known that a list could have.
      check_against_list: "skipped",
      risk_assessment: "passed",
    });
    expect((await call("GET", `/${id}/result`)).body).toMatchObject({
      ...{ status: "needs_review", processing_mode: "auto", face_match_passed: null, extracted_age: null },
    });
    expect(await told()).toEqual([
      "session.created",
      "session.started",
      "session.requires-review",
      "case.created",
    ]);
  });

  const day = (year: number) => ({ date_of_birth: `${year}-01-01`, document_expiration_date: "2035-01-01" });
  const asked = ["document_expiration", "age_check"];
  it.each([
    [
      "reviews a session whose face nobody compared, whatever it asks for",
      { checks: asked, fields: day(1980) },
      "needs_review",
    ],
    [
      "reviews an expired document",
      { checks: asked, fields: { ...day(1980), document_expiration_date: "2020-01-01" } },
      "needs_review",
    ],
    [
      "reviews a check that it cannot run",
      { checks: [...asked, "nfc_chip_auth"], fields: day(1980) },
      "needs_review",
    ],
    [
      "reviews a day of birth that it cannot read",
      { checks: asked, fields: { ...day(1980), date_of_birth: "soon" } },
      "needs_review",
    ],
  ])("%s", async (_, body, status) => {
    await db.reviewSettings.updateMany({
      where: { organizationPk: organization.pk, environment: "live" },
      data: { minimumAge: 18 },
    });
    const id = await submitted(body);
    await evaluateWaiting();
    expect((await call("GET", `/${id}/result`)).body.status).toBe(status);
  });

  it("approves with a provider that is sure, and reviews when it is not or cannot be reached", async () => {
    const answers = [
      { score: 0.9, isLive: true },
      { score: 0.9, isLive: null },
      { score: 0.9, isLive: false },
      { score: 0.2, isLive: true },
    ];
    const found: unknown[] = [];
    for (const answer of [...answers, null]) {
      setFaceProvider({
        name: "test",
        compare: async () => {
          if (!answer) throw new Error("unreachable");
          return answer;
        },
      });
      const id = await submitted({ checks: ["face_match"], external_ref: "cust_face" });
      await evaluateWaiting();
      found.push([(await statusesOf(id)).face_match, (await call("GET", `/${id}/result`)).body.status]);
    }
    expect(found).toEqual([
      ["passed", "approved"],
      ["skipped", "needs_review"],
      ["failed", "needs_review"],
      ["failed", "needs_review"],
      ["error", "needs_review"],
    ]);
  });

  /** The specimen of ICAO Doc 9303, born on 12 August 1974, expired on 15 April 2012; with one wrong check digit. */
  const zone = (digit = "2") =>
    `P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO740812${digit}F1204159ZE184226B<<<<<10`;
  it.each([
    ["contradicts the fields", zone(), "2020-01-01", "2035-01-01", ["error", "error"], false],
    ["has a wrong check digit", zone("3"), "2020-01-01", "2035-01-01", ["failed", "passed"], false],
    ["agrees with the fields", zone(), "12.08.1974", "2012-04-15", ["passed", "failed"], true],
  ])("with a typed zone that %s", async (_, mrz, born, expires, statuses, hasAge) => {
    await db.reviewSettings.updateMany({
      where: { organizationPk: organization.pk, environment: "live" },
      data: { minimumAge: 18 },
    });
    const fields = { mrz, date_of_birth: born, document_expiration_date: expires };
    const id = await submitted({ checks: ["age_check", "document_expiration"], fields });
    await evaluateWaiting();
    const { age_check, document_expiration } = await statusesOf(id);
    expect([age_check, document_expiration]).toEqual(statuses);
    expect((await call("GET", `/${id}/result`)).body.extracted_age !== null).toBe(hasAge);
  });

  it("finds a blurred front and another session of the same document", async () => {
    const fields = { document_number: "L01X00T47", email: "erika@applicant.example" };
    await submitted({ external_ref: "cust_1", fields });
    const id = await create({ external_ref: "cust_2", fields });
    await upload(id, await specimens.blurred(), "id_front");
    await upload(id, await specimens.selfie(), "selfie");
    await call("POST", `/${id}/submit`, {});
    await evaluateWaiting();
    expect(await statusesOf(id)).toMatchObject({ document_quality: "failed", duplicate_detection: "failed" });
    const risk = (await call("GET", `/${id}/risk`)).body as unknown as {
      risk_score: number;
      signals: { signal_type: string }[];
    };
    expect(risk.signals.map(({ signal_type }) => signal_type).toSorted()).toEqual([
      "duplicate_document_number",
      "duplicate_email",
      "low_image_quality",
    ]);
    expect(risk.risk_score).toBe(53);
  });

  it("compares the stated name with the sanctions lists that are loaded", async () => {
    const admin = actorOf(organization, { environment: "live" });
    const person = (last_name: string) => ({
      checks: ["watchlist_screening"],
      fields: { first_name: "Erika", last_name },
    });
    const { id: watchlistId } = await createWatchlist(admin, { name: "UN", checkType: "sanction" });
    const csv = "id,schema,name,aliases,birth_date,countries,dataset\nQ1,Person,Erika Mustermann,,,de,x\n";
    await uploadWatchlist(admin, { watchlistId, files: [Buffer.from(csv)] });
    const found = [];
    for (const name of ["Mustermann", "Xanthippe Quill", "—"]) {
      const id = await submitted(person(name));
      await evaluateWaiting();
      const result = (await call("GET", `/${id}/result`)).body.status;
      found.push([(await statusesOf(id)).watchlist_screening, result]);
    }
    expect(found).toEqual([
      ["failed", "needs_review"],
      ["passed", "needs_review"],
      ["skipped", "needs_review"],
    ]);
  });

  it("keeps what it found on the lists as a screening check, whose hits a reviewer decides once", async () => {
    const admin = actorOf(organization, { environment: "live" });
    const lea = await createMember(organization, ["lead"], { environment: "live" });
    const { id: watchlistId } = await createWatchlist(admin, { name: "UN", checkType: "sanction" });
    const csv = "id,schema,name,aliases,birth_date,countries,dataset\nQ1,Person,Erika Mustermann,,,de,x\n";
    await uploadWatchlist(admin, { watchlistId, files: [Buffer.from(csv)] });
    const fields = { first_name: "Erika", last_name: "Mustermann" };
    const sessionId = await submitted({ checks: ["watchlist_screening"], fields });
    await evaluateWaiting();
    const kept = async () =>
      (await listScreening(lea, { sessionId })).data.map(({ id, status, hits }) => ({
        ...{ id, status, open: hits.filter((hit) => !hit.isDismissed).length, hits: hits.length },
      }));
    const [check] = await kept();
    expect(await kept()).toEqual([{ id: check?.id, status: "hit", open: 1, hits: 1 }]);
    const { id: caseId } = await db.reviewCase.findFirstOrThrow({ where: { session: { id: sessionId } } });
    await claimCase(lea, { caseId });
    await expect(approveCase(lea, { caseId })).rejects.toMatchObject({ code: "conflict" });
    await dismissHits(lea, { checkId: check?.id ?? "", reasonCode: "other" });
    const again = await call("POST", `/${sessionId}/verifications/watchlist_screening/retry`, {});
    expect(again.status).toBe(202);
    await evaluateWaiting();
    expect(await kept()).toEqual([{ id: check?.id, status: "clear", open: 0, hits: 1 }]);
    await approveCase(lea, { caseId });
    const types = ["screening.check-run", "session.evaluated"];
    const events = await db.auditEvent.findMany({
      where: { resourceId: sessionId, type: { in: types } },
      orderBy: { sequence: "asc" },
    });
    expect(events.map(({ type }) => type)).toEqual([...types, ...types]);
  });

  it("rejects what is on a blocklist that rejects, and records it", async () => {
    const admin = actorOf(organization, { environment: "live" });
    const fields = { email: "erika@applicant.example", document_expiration_date: "2035-01-01" };
    const body = { checks: ["document_expiration"], fields };
    const first = await db.session.findFirstOrThrow({ where: { id: await submitted(body) } });
    await evaluateWaiting();
    // It names what it has compared: lists of other values are not asked.
    const { data } = (await call("GET", `/${first.id}/verifications`)).body;
    expect(data.find(({ policy }) => policy === "check_against_list")).toMatchObject({
      status: "passed",
      details: { reason: "Compared with the blocklist and the lists, and not on them: e-mail." },
    });
    const cipher = await cipherOf(admin, "session", first);
    await db.$transaction((tx) => blockIdentifiers(tx, admin, first, cipher, { kinds: ["email"] }));
    await db.list.updateMany({ where: { organizationPk: organization.pk }, data: { matchMode: "block" } });
    const id = await submitted(body);
    await evaluateWaiting();
    expect((await call("GET", `/${id}/result`)).body).toMatchObject({
      ...{ status: "rejected", rejection_reason_code: "blocklist_match" },
    });
    const [event] = await db.auditEvent.findMany({ where: { resourceId: id, type: "session.blocked" } });
    expect(event?.metadata).toEqual({ kinds: ["email"] });
  });

  it("says of a damaged document that it could not be read, and goes to review", async () => {
    const id = await submitted({
      checks: ["document_expiration"],
      fields: { document_type: "any text of a person" },
    });
    const [document] = await db.document.findMany({ where: { organizationPk: organization.pk } });
    await blobs().put(document?.blobKey ?? "", Buffer.from("damaged"));
    await evaluateWaiting();
    expect((await statusesOf(id)).document_quality).toBe("error");
    expect((await call("GET", `/${id}`)).body).toMatchObject({ status: "under_review", document_type: null });
  });

  it("leaves the outcome of a sandbox session to simulate, after its checks", async () => {
    const id = await submitted({}, keys.sandbox);
    await evaluateWaiting();
    expect((await call("GET", `/${id}`, undefined, keys.sandbox)).body.status).toBe("sandbox_pending");
    expect((await call("GET", `/${id}/result`, undefined, keys.sandbox)).status).toBe(404);
    expect(await statusesOf(id, keys.sandbox)).toMatchObject({
      document_quality: "passed",
      face_match: "skipped",
    });
    await call("POST", `/${id}/simulate`, { action: "approve" }, keys.sandbox);
    expect((await call("GET", `/${id}`, undefined, keys.sandbox)).body.status).toBe("completed");
    expect(await statusesOf(id, keys.sandbox)).toMatchObject({
      document_quality: "passed",
      face_match: "passed",
    });
  });

  it("takes over a run whose process died, and gives up one that ends every process", async () => {
    const id = await submitted();
    const where = { organizationPk: organization.pk };
    const died = { status: "running" as const, worker: crypto.randomUUID(), workedAt: new Date(0) };
    await db.workflowRun.updateMany({ where, data: { ...died, tries: 1 } });
    expect(await evaluateWaiting()).toBe(1);
    expect((await call("GET", `/${id}`)).body.status).toBe("under_review");
    const other = await submitted();
    await db.workflowRun.updateMany({ where: { ...where, status: "queued" }, data: { ...died, tries: 3 } });
    await evaluateWaiting();
    expect((await call("GET", `/${other}`)).body.status).toBe("failed");
  });

  it("gives up a session that cannot be opened, and evaluates the one behind it", async () => {
    const id = await submitted();
    const behind = await submitted();
    await db.session.updateMany({
      where: { organizationPk: organization.pk, id },
      data: { dataKeyId: null },
    });
    expect(await evaluateWaiting()).toBe(2);
    const statusOf = async (of: string) => (await db.session.findFirstOrThrow({ where: { id: of } })).status;
    expect([await statusOf(id), await statusOf(behind)]).toEqual(["failed", "under_review"]);
    const events = await db.auditEvent.findMany({ where: { resourceId: id, type: "session.evaluated" } });
    expect(events.map(({ metadata }) => metadata)).toMatchObject([
      { status: "failed", workflowVersion: null },
    ]);
  });

  it("ends the run of a session that is erased while it waits", async () => {
    const id = await submitted();
    await redactSession(actorOf(organization, { environment: "live" }), { sessionId: id });
    expect(await evaluateWaiting()).toBe(0);
    const runs = await db.workflowRun.findMany({ where: { organizationPk: organization.pk } });
    expect(runs).toMatchObject([{ status: "failed" }]);
    expect(runs[0]?.completedAt).not.toBeNull();
  });

  it("says of a run that simulate was quicker", async () => {
    const id = await submitted({}, keys.sandbox);
    await call("POST", `/${id}/simulate`, { action: "approve" }, keys.sandbox);
    await evaluateWaiting();
    expect((await call("GET", `/${id}`, undefined, keys.sandbox)).body.status).toBe("completed");
    expect((await call("GET", `/${id}/workflow-run`, undefined, keys.sandbox)).body).toMatchObject({
      ...{ status: "completed", final_status: null, node_results: [{ status: "superseded" }] },
    });
    const [event] = await db.auditEvent.findMany({ where: { resourceId: id, type: "session.evaluated" } });
    expect(event?.metadata).toMatchObject({ status: "superseded", workflowVersion: null, result: null });
  });

  it("simulates no decision over a reviewer, and the answer to their request", async () => {
    const id = await submitted({}, keys.sandbox);
    await evaluateWaiting();
    const simulate = (action: string) => call("POST", `/${id}/simulate`, { action }, keys.sandbox);
    await simulate("require-review");
    const where = { organizationPk: organization.pk };
    await db.session.updateMany({ where, data: { status: "pending" } });
    const asked = { resubmitAskedAt: new Date(), resubmissions: 1, snoozeEvent: "document_added" as const };
    const until = new Date(Date.now() + 3_600_000);
    await db.reviewCase.updateMany({ where, data: { ...asked, snoozedUntil: until } });
    for (const action of ["approve", "decline", "expire"])
      expect((await simulate(action)).status, action).toBe(400);
    expect((await simulate("require-review")).body.status).toBe("under_review");
    const [row] = await db.reviewCase.findMany({ where });
    expect(row).toMatchObject({ status: "open", resubmitAskedAt: null, snoozedUntil: null });
    expect(await db.auditEvent.count({ where: { ...where, type: "case.resubmitted" } })).toBe(1);
  });

  it("leaves a restricted session as it is until the restriction is lifted", async () => {
    const id = await submitted();
    const session = await db.session.findFirstOrThrow({ where: { organizationPk: organization.pk, id } });
    const where = {
      scoped: { organizationPk: organization.pk, environment: "live" as const, pk: session.pk },
    };
    await db.session.update({ where, data: { restrictedAt: new Date() } });
    expect(await evaluateWaiting()).toBe(0);
    await db.session.update({ where, data: { restrictedAt: null } });
    expect(await evaluateWaiting()).toBe(1);
  });
});
