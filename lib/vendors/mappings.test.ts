import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checkBundle } from "@/lib/contract/bundle-reader";
import { adapters } from "@/lib/intake/adapters";
import type { Adapter, VendorRecord } from "@/lib/vendors/adapter";
import { clientOf } from "@/lib/vendors/client";
import { samples } from "@/test/vendors/samples";

const facts = {
  environment: "sandbox" as const,
  firstSeenAt: new Date("2026-11-20T10:00:00Z"),
  changedAt: new Date("2026-11-21T11:00:00Z"),
};
const known = await samples();
const adapterOf = (vendor: string): Adapter => {
  const adapter = adapters[vendor];
  if (!adapter) throw new Error(vendor);
  return adapter;
};
function mapped(
  vendor: string,
  document?: string,
  changes: Record<string, unknown> = {},
  more: VendorRecord = {},
) {
  const record = { ...known[vendor]?.record, ...more };
  if (document) record[document] = JSON.stringify({ ...JSON.parse(record[document] ?? "{}"), ...changes });
  const adapter = adapterOf(vendor);
  const found = adapter.map(record, adapter.settings.parse({}), facts);
  const { bundle, faults } = checkBundle(found.bundle);
  if (!bundle) throw new Error(JSON.stringify(faults));
  return { ...found, bundle };
}
const checksOf = ({ bundle }: ReturnType<typeof mapped>) =>
  bundle.verifications?.map(({ policy, status }) => `${policy} ${status}`);
const pagesOf = ({ bundle }: ReturnType<typeof mapped>) =>
  bundle.documents?.map(({ document_type, page, download_url }) => [document_type, page, download_url]);

const person = { first_name: "Erika", last_name: "Musterfrau", date_of_birth: "1974-08-12" };

describe("Stripe Identity", () => {
  it("reads the person, the document, the checks and the pictures", () => {
    const found = mapped("stripe_identity");
    expect(found.bundle.session).toMatchObject({
      ...{
        id: "vs_7",
        status: "completed",
        external_ref: "customer-7",
        country: "AT",
        document_type: "national_id",
      },
      ...{
        created_at: "2026-11-20T09:30:00.000Z",
        fields: { email: "erika@example.org" },
        metadata: { plan: "gold" },
      },
    });
    expect(found.bundle.result).toMatchObject({ status: "approved", face_match_passed: true });
    expect(found.bundle.result?.extracted_data).toEqual({
      ...person,
      address: { line1: "Musterweg 3", city: "Wien", zip: "1010", country: "AT" },
      document_number: "D23145890",
      document_type: "national_id",
      document_expiration_date: "2030-04-15",
      document_issuing_state: "AT",
    });
    expect(checksOf(found)).toEqual(["document_check passed", "face_match passed"]);
    expect(pagesOf(found)).toEqual([
      ["national_id", "front", "file:file_front"],
      ["national_id", "back", "file:file_back"],
      ["selfie", undefined, "file:file_selfie"],
    ]);
  });

  it.each([
    [{ status: "processing" }, "processing", undefined],
    [{ status: "requires_input" }, "pending", undefined],
    [{ status: "requires_input", last_error: { code: "document_expired" } }, "under_review", "needs_review"],
    [{ status: "canceled" }, "failed", undefined],
    [{ status: "unheard_of" }, "under_review", "needs_review"],
  ])("reads %j as %s", (changes, status, result) => {
    const { bundle } = mapped("stripe_identity", "session", changes);
    expect([bundle.session.status, bundle.result?.status]).toEqual([status, result]);
  });

  it("takes nothing of a person from a session that Stripe has redacted, and refuses one of the other mode", () => {
    const { bundle } = mapped("stripe_identity", "session", { redaction: { status: "redacted" } });
    expect(bundle.session.retention_status).toBe("redacted");
    expect(JSON.stringify(bundle)).not.toContain("Musterfrau");
    expect(() => mapped("stripe_identity", "session", { livemode: true })).toThrow("live mode");
  });

  it.each([
    [{ object: "identity.verification_report", id: "vr_1" }, "without its verification session"],
    [{ object: "list", data: [], url: "/v1/identity/verification_reports" }, "This is a list"],
  ])("says what the file %j lacks", (value, words) => {
    expect(() => adapterOf("stripe_identity").fromFile(value, JSON.stringify(value))).toThrow(words);
  });

  it("keeps no secret of the applicant's", () => {
    const given = JSON.parse(known.stripe_identity?.record.session ?? "{}");
    const text = JSON.stringify({ ...given, metadata: { url: "https://shop.example/order/7" } });
    const found = adapterOf("stripe_identity").fromFile(JSON.parse(text), text);
    expect(JSON.parse(found?.record.session ?? "")).toMatchObject({
      id: "vs_7",
      client_secret: null,
      url: null,
      metadata: { url: "https://shop.example/order/7" },
    });
  });
});

const report = (id: string, name: string, result: string, properties: unknown = null) =>
  JSON.stringify({
    ...{ id, name, status: "complete", result, sub_result: null },
    breakdown: {},
    properties,
  });

describe("Onfido", () => {
  it("reads a workflow run with its applicant and pictures, without a PDF", () => {
    const found = mapped("onfido");
    expect(found.bundle.session).toMatchObject({
      ...{ id: "run-7", status: "under_review", workflow_id: "wf-7", country: "AT", tags: ["kyc"] },
      fields: { ...person, email: "erika@example.org", address: "Musterweg, Wien, 1010, AUT" },
    });
    expect(pagesOf(found)).toEqual([
      ["national_id", "front", "documents/doc-1/download"],
      ["national_id", "back", "documents/doc-2/download"],
      ["selfie", undefined, "live_photos/photo-1/download"],
    ]);
    expect(found.remarks).toEqual([expect.stringContaining("PDF")]);
  });

  it("reads a check with its reports", () => {
    const properties = {
      ...person,
      document_type: "passport",
      document_numbers: [{ type: "document_number", value: "P7" }],
      nationality: "AUT",
      issuing_country: "AUT",
      gender: "Female",
      date_of_expiry: "2030-04-15",
    };
    const run = {
      workflow_id: undefined,
      status: "complete",
      result: "consider",
      report_ids: ["r1", "r2", "r3", "r4", "r5"],
    };
    const found = mapped("onfido", "run", run, {
      "report:r1": report("r1", "document", "clear", properties),
      "report:r2": report("r2", "facial_similarity_photo", "consider"),
      "report:r4": report("r4", "document", "consider"),
      "report:r5": report("r5", "document", "clear"),
    });
    expect([found.vendorStatus, found.bundle.result?.status]).toEqual(["consider", "needs_review"]);
    expect(found.bundle.result).toMatchObject({ face_match_passed: false });
    expect(found.bundle.result?.extracted_data).toMatchObject({
      ...person,
      document_number: "P7",
      gender: "female",
      nationality: "AT",
    });
    expect(checksOf(found)).toEqual([
      "document_authenticity passed",
      "face_match failed",
      "document failed",
      "document passed",
    ]);
    expect(found.bundle.verifications?.map(({ attempt }) => attempt)).toEqual([1, 1, 1, 2]);
    expect(found.remarks).toContain("A report of the check was not there.");
  });

  it("says that a check without its applicant has no person", () => {
    const check = JSON.stringify({
      id: "chk-1",
      result: "consider",
      status: "complete",
      applicant_id: "a",
      report_ids: ["r"],
    });
    const adapter = adapterOf("onfido");
    const found = adapter.fromFile(JSON.parse(check), check);
    expect(() => adapter.map(found?.record ?? {}, adapter.settings.parse({}), facts)).toThrow(
      "This Onfido check has no applicant with it, so it has no person.",
    );
  });
});

describe("Veriff", () => {
  it("reads the decision, the person, the signals and the pictures", () => {
    const found = mapped("veriff");
    expect(found.bundle.session).toMatchObject({
      ...{ status: "completed", external_ref: "customer-7", country: "AT", document_type: "national_id" },
      ...{ created_at: "2026-11-20T10:00:00.000Z", updated_at: "2026-11-20T10:05:00.000Z" },
    });
    expect(found.bundle.result).toMatchObject({
      status: "rejected",
      rejection_reason: "Document is damaged",
    });
    expect(found.bundle.result?.extracted_data).toMatchObject({
      ...person,
      nationality: "AT",
      gender: "female",
    });
    expect(found.bundle.fraud_signals).toMatchObject([
      { signal_type: "document_damaged", details: { category: "document" } },
    ]);
    expect(pagesOf(found)).toEqual([
      ["national_id", "front", "v1/media/m-1"],
      ["national_id", "back", "v1/media/m-2"],
      ["selfie", undefined, "v1/media/m-3"],
    ]);
  });

  it.each([
    [9001, "completed", "approved"],
    [9103, "pending", undefined],
    [9104, "expired", undefined],
    [9121, "under_review", "needs_review"],
    [9999, "under_review", "needs_review"],
  ])("reads code %i as %s", (code, status, result) => {
    const { verification } = JSON.parse(known.veriff?.record.decision ?? "{}");
    const { bundle } = mapped("veriff", "decision", { verification: { ...verification, code } });
    expect([bundle.session.status, bundle.result?.status]).toEqual([status, result]);
  });

  it("signs the id in the path of each call with the shared secret", () => {
    const headers = adapterOf("veriff").authorize({ kind: "basic", user: "key", password: "secret" });
    if (typeof headers !== "function") throw new Error("not signed");
    expect(
      headers({ method: "GET", url: "https://veriff.example/v1/sessions/abc/decision", body: undefined }),
    ).toEqual({
      "X-AUTH-CLIENT": "key",
      "X-HMAC-SIGNATURE": createHmac("sha256", "secret").update("abc").digest("hex"),
    });
  });
});

describe("Persona", () => {
  it("reads the inquiry, its verifications and pictures", () => {
    const found = mapped("persona");
    expect(found.bundle.session).toMatchObject({
      ...{
        id: "inq_7",
        status: "under_review",
        external_ref: "customer-7",
        workflow_id: "itmpl_7",
        country: "AT",
      },
      ...{ document_type: "drivers_license", fields: { first_name: "Erika", email: "erika@example.org" } },
    });
    expect(found.bundle.result?.extracted_data).toMatchObject({ ...person, document_number: "D23145890" });
    expect(found.bundle.result).toMatchObject({ status: "needs_review", face_match_passed: false });
    expect(checksOf(found)).toEqual(["document_authenticity passed", "face_match failed"]);
    expect(pagesOf(found)).toEqual([
      ["drivers_license", "front", "photo:0/front-photo-url"],
      ["drivers_license", "back", "photo:0/back-photo-url"],
      ["selfie", undefined, "photo:1/center-photo-url"],
    ]);
  });

  it("takes nothing of a person from an inquiry that Persona has redacted", () => {
    const { data } = JSON.parse(known.persona?.record.inquiry ?? "{}");
    const attributes = { ...data.attributes, "redacted-at": "2026-11-21T00:00:00Z" };
    const { bundle } = mapped("persona", "inquiry", { data: { ...data, attributes } });
    expect(bundle.session.retention_status).toBe("redacted");
    expect(JSON.stringify(bundle)).not.toContain("Musterfrau");
  });

  it("fetches pictures by their whole URL, and asks for another when only the record is left", async () => {
    const { fetch, image, settings } = adapterOf("persona");
    const asked: string[] = [];
    const client = {
      json: async () => known.persona?.record.inquiry ?? "",
      file: async (url: string) => Buffer.from(asked.push(url) ? url : ""),
    };
    const record = await fetch(client, settings.parse({}), "inq_7");
    expect(record.inquiry).not.toContain("access_token=one");
    for (const each of [record, { ...record }])
      await image(client, each, settings.parse({}), "photo:0/front-photo-url");
    const url = "https://files.persona.example/front.jpg?access_token=one";
    expect(asked).toEqual([url, url]);
  });
});

describe("Sumsub", () => {
  it("reads the applicant, the zone and the pictures that are still active", () => {
    const found = mapped("sumsub");
    expect([found.vendorStatus, found.bundle.result?.status]).toEqual(["RED FINAL", "rejected"]);
    expect(found.bundle.session).toMatchObject({ id: "app7", workflow_id: "basic-kyc", country: "AT" });
    expect(found.bundle.result?.extracted_data).toMatchObject({ ...person, document_number: "D23145890" });
    expect(found.bundle.fraud_signals).toMatchObject([{ signal_type: "forgery" }]);
    expect(checksOf(found)).toEqual(["document_ocr skipped"]);
    expect(pagesOf(found)).toEqual([
      ["national_id", "front", "resources/inspections/ins7/resources/im1"],
      ["selfie", undefined, "resources/inspections/ins7/resources/im3"],
    ]);
  });

  it.each([
    [{ reviewStatus: "onHold" }, "under_review", "needs_review"],
    [{ reviewStatus: "init" }, "pending", undefined],
    [{ reviewStatus: "completed", reviewResult: { reviewAnswer: "GREEN" } }, "completed", "approved"],
    [
      { reviewStatus: "completed", reviewResult: { reviewAnswer: "RED", reviewRejectType: "RETRY" } },
      "pending",
      undefined,
    ],
  ])("reads the review %j as %s", (review, status, result) => {
    const { bundle } = mapped("sumsub", "applicant", { review });
    expect([bundle.session.status, bundle.result?.status]).toEqual([status, result]);
  });

  it("signs the time, the method, the path and the body of each call", () => {
    const headers = adapterOf("sumsub").authorize({ kind: "basic", user: "token", password: "secret" });
    if (typeof headers !== "function") throw new Error("not signed");
    const sent = headers({ method: "POST", url: "https://api.sumsub.example/resources/x?y=1", body: "{}" });
    const signature = createHmac("sha256", "secret")
      .update(`${sent["X-App-Access-Ts"]}POST/resources/x?y=1{}`)
      .digest("hex");
    expect(sent).toMatchObject({ "X-App-Token": "token", "X-App-Access-Sig": signature });
  });
});

describe("notices", () => {
  const now = new Date("2026-11-30T12:00:00Z");
  const seconds = now.getTime() / 1000;
  const hex = (...parts: string[]) => createHmac("sha256", "secret").update(parts.join("")).digest("hex");
  const stripe = '{"data":{"object":{"id":"vs_7","object":"identity.verification_session"}}}';
  const onfido = '{"payload":{"resource_type":"workflow_run","object":{"id":"run-7"}}}';
  const veriff = '{"verification":{"id":"v-7"}}';
  const persona = '{"data":{"attributes":{"payload":{"data":{"type":"inquiry","id":"inq_7"}}}}}';
  const sumsub = '{"applicantId":"app7"}';
  const tell = (
    vendor: string,
    body: string,
    headers: Record<string, string>,
    secret: string | null = "secret",
  ) => {
    const adapter = adapterOf(vendor);
    const notice = { headers, secret, now, body: Buffer.from(body), query: new URLSearchParams() };
    return adapter.notice?.(notice, adapter.settings.parse({}));
  };
  const stamped = (time: number, body: string) => ({
    "stripe-signature": `t=${time},v1=${hex(`${time}.`, body)}`,
  });

  it.each([
    ["stripe_identity", stripe, stamped(seconds, stripe), "vs_7"],
    ["onfido", onfido, { "x-sha2-signature": hex(onfido) }, "run-7"],
    ["veriff", veriff, { "x-hmac-signature": hex(veriff) }, "v-7"],
    ["persona", persona, { "persona-signature": stamped(seconds, persona)["stripe-signature"] }, "inq_7"],
    [
      "sumsub",
      sumsub,
      { "x-payload-digest": hex(sumsub), "x-payload-digest-alg": "HMAC_SHA256_HEX" },
      "app7",
    ],
    ["veriff", '{"id":"v-8","code":7002}', { "x-hmac-signature": hex('{"id":"v-8","code":7002}') }, "v-8"],
  ])("of %s names the session %s", (vendor, body, headers, id) => {
    expect(tell(vendor, body, headers)).toEqual([id]);
  });

  it.each([
    ["stripe_identity", stripe, stamped(seconds - 301, stripe)],
    ["stripe_identity", stripe, stamped(seconds, `${stripe} `)],
    ["stripe_identity", stripe, {}],
    ["onfido", onfido, { "x-sha2-signature": hex(veriff) }],
    ["onfido", onfido, {}],
    ["veriff", veriff, { "x-hmac-signature": "00" }],
    ["persona", persona, {}],
    ["sumsub", sumsub, { "x-payload-digest": hex(sumsub), "x-payload-digest-alg": "HMAC_SHA1_HEX" }],
  ])("of %s are refused with a wrong signature or none", (vendor, body, headers) => {
    expect(() => tell(vendor, body, headers)).toThrow(expect.objectContaining({ fault: "refused_key" }));
    expect(() => tell(vendor, body, headers, null)).toThrow(
      expect.objectContaining({ fault: "refused_key" }),
    );
  });
});

it("asks Stripe to redact a session once, and tells it of no decision", async () => {
  const calls: string[] = [];
  let redaction: unknown = null;
  const client = {
    ...clientOf({
      title: "x",
      baseUrl: "https://x.example",
      headers: {},
      allowed: { http: false, networks: [] },
    }),
    json: async (path: string, { method = "GET" }: { method?: string } = {}) => {
      calls.push(`${method} ${path}`);
      if (path.endsWith("/redact")) redaction = { status: "processing" };
      return JSON.stringify({ id: "vs_7", status: "verified", redaction });
    },
  };
  const { report, settings } = adapterOf("stripe_identity");
  for (const _ of [1, 2]) await report?.(client, settings.parse({}), "vs_7", { kind: "redaction" });
  expect(calls.filter((call) => call.startsWith("POST"))).toEqual([
    "POST v1/identity/verification_sessions/vs_7/redact",
  ]);
  await expect(
    report?.(client, settings.parse({}), "vs_7", { kind: "decision", decision: "approved", note: null }),
  ).rejects.toThrow("takes no decisions");
});
