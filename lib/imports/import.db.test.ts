import { beforeAll, expect, it } from "vitest";
import { permissionsOfScopes } from "@/lib/actor/permissions";
import { inBackground } from "@/lib/platform/db";
import { redactSession } from "@/lib/privacy/write";
import { callPath } from "@/test/api";
import {
  createApiKey,
  createMember,
  createOrganization,
  importFor,
  sampleAs,
  sampleImage,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let secret: string;
let image: Buffer;

beforeAll(async () => {
  organization = await createOrganization();
  secret = await createApiKey(organization, ["sessions:import"]);
  image = await sampleImage();
});

type Parts = [name: string, value: string | Buffer][];

async function send(
  parts: Parts,
  { key = secret, headers = {} }: { key?: string; headers?: Record<string, string> } = {},
) {
  const form = new FormData();
  for (const [name, value] of parts)
    form.append(name, new Blob([typeof value === "string" ? value : new Uint8Array(value)]), "file");
  return post(form, { "x-api-key": key, ...headers });
}

async function post(body: BodyInit, headers: Record<string, string>) {
  const answer = await callPath("POST", "/api/v1/sessions/import", { body, headers });
  return { status: answer.status, body: await answer.json() };
}

const bundleOf = (id: string, changes = {}) => JSON.stringify({ ...sampleAs(id), ...changes });
const withFront = (id: string, url = "front.jpg") =>
  bundleOf(id, { documents: [{ id: `doc_${id}`, document_type: "passport", download_url: url }] });
const stored = (id: string) =>
  db.session.findFirst({ where: { organizationPk: organization.pk, id }, include: { documents: true } });

it("a session comes in with its image once, and sending it again changes nothing", async () => {
  const parts: Parts = [
    ["bundle", withFront("ses_one")],
    ["front.jpg", image],
  ];
  expect(await send(parts)).toMatchObject({
    status: 200,
    body: { session_id: "ses_one", outcome: "created", images: 1, missing_images: [], set_aside: [] },
  });
  expect(await send(parts)).toMatchObject({ status: 200, body: { outcome: "unchanged" } });
  expect((await stored("ses_one"))?.documents).toMatchObject([{ mimeType: "image/jpeg" }]);
  expect(await stored("ses_one")).toMatchObject({ source: "api" });
});

it("an image that was not sent is reported, also when its part has a dangerous name", async () => {
  for (const [at, name] of ["back.jpg", "__proto__", "constructor", "toString"].entries()) {
    const { status, body } = await send([["bundle", withFront(`ses_missing_${at}`, name)]]);
    expect([status, body.missing_images]).toEqual([200, ["documents[0].download_url"]]);
  }
});

it("a faulty bundle is refused with every fault and without its values, and changes nothing", async () => {
  const count = await db.session.count();
  const { status, body } = await send([
    ["bundle", bundleOf("ses_bad", { session: { id: 5, created_at: "soon" } })],
  ]);
  expect(status).toBe(422);
  expect(body.fields.length).toBeGreaterThan(1);
  expect(JSON.stringify(body)).not.toContain("soon");
  for (const text of ["", "{", "[]", "null", bundleOf("ses_x").slice(0, -5)])
    expect((await send([["bundle", text]])).status).toBe(422);
  expect(
    (
      await send([
        ["bundle", withFront("ses_pdf")],
        ["front.jpg", Buffer.from("%PDF-1.7")],
      ])
    ).body.detail,
  ).toMatch(/^documents\[0\]\.download_url: PDF files cannot be shown/);
  expect(await db.session.count()).toBe(count);
});

it("only one whole form with one bundle is accepted", async () => {
  const one = bundleOf("ses_form");
  const key = { "x-api-key": secret };
  expect((await send([["front.jpg", image]])).status).toBe(400);
  expect(
    (
      await send([
        ["bundle", one],
        ["bundle", one],
      ])
    ).status,
  ).toBe(400);
  expect((await post(one, { ...key, "content-type": "application/json" })).status).toBe(400);
  expect(
    (await post("--x\r\nbroken", { ...key, "content-type": "multipart/form-data; boundary=x" })).status,
  ).toBe(400);
  expect((await post("", { ...key, "content-type": "multipart/form-data" })).status).toBe(400);
  expect((await send(Array.from({ length: 52 }, (_, at) => [`p${at}`, "x"]))).status).toBe(413);
  expect(
    (
      await send([
        ["bundle", one],
        ["big", Buffer.alloc(33 * 1024 * 1024)],
      ])
    ).status,
  ).toBe(413);
  expect(await stored("ses_form")).toBeNull();
});

it("forms are received four at a time, and the next caller is told when to come again", async () => {
  const never = () => new ReadableStream<Uint8Array>({ start: (to) => void streams.push(to) });
  const streams: ReadableStreamDefaultController<Uint8Array>[] = [];
  const headers = { "x-api-key": secret, "content-type": "multipart/form-data; boundary=x" };
  const slow = Array.from({ length: 4 }, () =>
    callPath("POST", "/api/v1/sessions/import", { headers, body: never(), duplex: "half" } as RequestInit),
  );
  await expect.poll(async () => (await send([["bundle", bundleOf("ses_full")]])).status).toBe(503);
  // The callers leave before their forms are complete.
  for (const stream of streams) stream.error(new Error("gone"));
  expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([400, 400, 400, 400]);
  expect((await send([["bundle", bundleOf("ses_full")]])).status).toBe(200);
});

it("two images for one document are refused, and nothing is changed", async () => {
  const parts: Parts = [
    ["bundle", withFront("ses_twice")],
    ["front.jpg", image],
    ["front.jpg", image],
  ];
  expect((await send(parts)).status).toBe(400);
  expect(await stored("ses_twice")).toBeNull();
});

it("nothing of a form is received from a key that may not import", async () => {
  const others = await createApiKey(organization, ["sessions:read"]);
  let isAsked = false;
  const body = new ReadableStream<Uint8Array>(
    {
      pull() {
        isAsked = true;
      },
    },
    { highWaterMark: 0 },
  );
  const headers = { "x-api-key": others, "content-type": "multipart/form-data; boundary=x" };
  const answer = await callPath("POST", "/api/v1/sessions/import", {
    headers,
    body,
    duplex: "half",
  } as RequestInit);
  expect([answer.status, isAsked]).toEqual([403, false]);
});

it("needs the scope, and the environment of the key", async () => {
  const others = await createApiKey(organization, ["sessions:read", "sessions:write", "cases:write"]);
  expect((await send([["bundle", bundleOf("ses_scope")]], { key: others })).status).toBe(403);
  expect((await send([["bundle", bundleOf("ses_scope")]], { key: "vk_live_wrong" })).status).toBe(401);
  const given = sampleAs("ses_scope");
  const foreign = { ...given.session, is_sandbox: !given.session.is_sandbox };
  expect((await send([["bundle", bundleOf("ses_scope", { session: foreign })]])).body.detail).toMatch(
    /^(session|result)\.is_sandbox: expected/,
  );
  expect(await stored("ses_scope")).toBeNull();
  expect([...permissionsOfScopes(["sessions:import"])]).toEqual(["sessions:import"]);
});

it("another organization's session of the same id is another session", async () => {
  const other = await createOrganization();
  const key = await createApiKey(other, ["sessions:import"]);
  for (const each of [key, secret])
    expect((await send([["bundle", bundleOf("ses_both")]], { key: each })).body.outcome).toBe("created");
});

it("a redacted or restricted session stays as it is", async () => {
  const officer = await createMember(organization, ["compliance"]);
  await send([["bundle", bundleOf("ses_gone")]]);
  await redactSession(officer, { sessionId: "ses_gone", confirm: "ses_gone" });
  expect(await send([["bundle", bundleOf("ses_gone")]])).toMatchObject({ status: 409 });
  await send([["bundle", bundleOf("ses_held")]]);
  await db.session.updateMany({
    where: { organizationPk: organization.pk, id: "ses_held" },
    data: { restrictedAt: new Date() },
  });
  const { status, body } = await send([["bundle", bundleOf("ses_held")]]);
  expect([status, body.detail]).toEqual([
    409,
    "Nothing was imported: the session cannot be changed here now.",
  ]);
});

it("an Idempotency-Key belongs to the bundle and the images of its first call", async () => {
  const headers = { "idempotency-key": "import-1" };
  const parts: Parts = [
    ["bundle", withFront("ses_once")],
    ["front.jpg", image],
  ];
  expect((await send(parts, { headers })).body.outcome).toBe("created");
  expect((await send(parts, { headers })).body.outcome).toBe("created");
  expect((await send(parts.slice(0, 1), { headers })).status).toBe(422);
  expect((await send([["bundle", bundleOf("ses_other")]], { headers })).status).toBe(422);
});

it("more imports at once than there are connections all succeed, because none needs a second one", async () => {
  const admin = await createMember(organization, ["admin"]);
  const review = (id: string) => ({
    ...sampleAs(id, { status: "under_review", case_id: null }),
    result: { session_id: id, status: "needs_review", created_at: "2026-01-01T00:00:00Z" },
    ...{ documents: [], screening: [], review_case: null },
  });
  const ids = Array.from({ length: 12 }, (_, at) => `ses_at_once_${at}`);
  const outcomes = await Promise.all(ids.map((id) => inBackground(() => importFor(admin, review(id)))));
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(ids.map(() => "created"));
});
