import { beforeEach, describe, expect, it } from "vitest";
import { captureCookieOf, findCapturePage } from "@/lib/auth/capture-link";
import { expireLapsed } from "@/lib/captures/jobs";
import { consentVersion } from "@/lib/captures/policy";
import { evaluateWaiting } from "@/lib/evaluation/run";
import { newId } from "@/lib/platform/id";
import { callPath } from "@/test/api";
import { createApiKey, createOrganization, removeAllSessions, type TestOrganization } from "@/test/factories";
import { specimens } from "@/test/specimens";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let key: string;

beforeEach(async () => {
  await removeAllSessions();
  await db.rateLimit.deleteMany();
  organization = await createOrganization("Northwind Bank");
  key = await createApiKey(organization, ["sessions:write", "sessions:read", "verifications:read"], "live");
});

type Body = Record<string, unknown> & { id: string; capture_url: string };
const api = async (method: string, at: string, body?: object) => {
  const answer = await callPath(method, `/api/v1/sessions${at}`, {
    headers: { "X-API-Key": key, "Content-Type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  return (await answer.json()) as Body;
};
const create = async (body: object = {}) => {
  const { id, capture_url } = await api("POST", "", body);
  return { id, token: capture_url.split("/verify/")[1] ?? "" };
};

/** A grant as the tests hand it on: the link, and what its cookie contains. */
const partsOf = (grant: string) => {
  const [link = "", value = ""] = grant.split("=");
  return { link, value };
};
const jarOf = (grant = "") => {
  const { link, value } = partsOf(grant);
  return (name: string) => (name === captureCookieOf(link) ? value : undefined);
};

/** Posts as the page in a browser does. */
async function post(at: string, body: object | FormData, cookie = "", origin = "http://localhost:3000") {
  const isForm = body instanceof FormData;
  const { link, value } = partsOf(cookie);
  const query = at === "open" ? "" : `?link=${encodeURIComponent(link || "none")}`;
  const answer = await callPath("POST", `/api/v1/captures/${at}${query}`, {
    headers: {
      Origin: origin,
      Cookie: `${captureCookieOf(link)}=${value}`,
      "X-Client-Address": "192.0.2.44",
      ...(!isForm && { "Content-Type": "application/json" }),
    },
    body: isForm ? body : JSON.stringify(body),
  });
  const grant = /capture-grant-([^;]+)/.exec(answer.headers.get("set-cookie") ?? "")?.[1] ?? "";
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown>, grant };
}
const agree = (token: string, attempt: string = newId("otl")) =>
  post("open", { token, version: consentVersion, language: "de", attempt });
const picture = async (documentType: string, cookie: string, origin?: string) => {
  const form = new FormData();
  form.append("file", new Blob([Uint8Array.from(await specimens.front())]), "photo.jpg");
  form.append("document_type", documentType);
  return post("documents", form, cookie, origin);
};
const stated = {
  document_type: "passport",
  first_name: "Erika",
  last_name: "Mustermann",
  date_of_birth: "1964-08-12",
};
const stateOf = async (token: string, grant?: string) =>
  (await findCapturePage(token, jarOf(grant)))?.state ?? null;

describe("a capture in a browser", () => {
  it("is opened again by the same attempt, whose answer was lost, and by no other", async () => {
    const { id, token } = await create();
    const attempt = newId("otl");
    const [first, again] = [await agree(token, attempt), await agree(token, attempt)];
    expect([first.status, again.status, again.grant]).toEqual([200, 200, first.grant]);
    expect((await agree(token)).status).toBe(400);
    expect((await agree(token, "short")).status).toBe(422);
    const consents = { where: { resourceId: id, type: "session.consented" } };
    expect(await db.auditEvent.count(consents)).toBe(1);
  });

  it("takes nothing that belongs to another capture of the same browser", async () => {
    const [one, other] = [await create(), await create()];
    const [ofOne, ofOther] = [(await agree(one.token)).grant, (await agree(other.token)).grant];
    expect(partsOf(ofOne).link).not.toBe(partsOf(ofOther).link);
    expect((await picture("id_front", ofOne)).status).toBe(201);
    expect(await findCapturePage(other.token, jarOf(ofOther))).toMatchObject({ documents: [] });
    // The cookie of one link does not open the other, whatever the address says.
    const mixed = `${partsOf(ofOther).link}=${partsOf(ofOne).value}`;
    expect((await picture("id_front", mixed)).status).toBe(404);
  });

  it("goes from consent to submission, and continues after a reload in the same browser only", async () => {
    const fields = { first_name: "Erica", email: "erika@applicant.example" };
    const { id, token } = await create({ fields, redirect_url: "https://shop.example/back" });
    expect(await stateOf(token)).toBe("open");
    const { status, grant } = await agree(token);
    expect(status).toBe(200);
    expect(await stateOf(token, grant)).toBe("capturing");
    expect(await findCapturePage(token, jarOf(grant))).toMatchObject({
      documents: [],
      fields: { first_name: "Erica" },
    });
    expect([await stateOf(token), await stateOf(token, "another")]).toEqual(["elsewhere", "elsewhere"]);
    expect((await agree(token)).status).toBe(400);
    expect((await picture("id_front", grant)).status).toBe(201);
    expect(await post("complete", stated, grant)).toMatchObject({
      status: 422,
      body: { fields: [{ field: "selfie" }] },
    });
    expect((await picture("selfie", grant)).status).toBe(201);
    expect(await findCapturePage(token, jarOf(grant))).toMatchObject({ documents: ["id_front", "selfie"] });
    const both = await Promise.all([post("complete", stated, grant), post("complete", stated, grant)]);
    expect(both.map((answer) => answer.status)).toEqual([200, 200]);
    expect(await findCapturePage(token, jarOf(grant))).toMatchObject({
      state: "received",
      redirectUrl: "https://shop.example/back",
    });
    expect(await stateOf(token)).toBe("ended");
    expect(await evaluateWaiting()).toBe(1);
    expect((await post("complete", stated, grant)).status).toBe(200);
    const { session } = (await api("GET", `/${id}/export`)) as unknown as {
      session: Record<string, unknown>;
    };
    expect(session).toMatchObject({
      ...{
        status: "under_review",
        consent_ip: "192.0.2.44",
        consent_version: consentVersion,
        consent_language: "de",
      },
      fields: { ...stated, email: fields.email },
      prefilled_fields: { first_name: "Erica" },
    });
    const events = await db.auditEvent.findMany({ where: { resourceId: id }, orderBy: { sequence: "asc" } });
    expect(events.filter(({ type }) => type.startsWith("session.")).map(({ type }) => type)).toEqual([
      ...["session.created", "session.consented", "session.document-uploaded", "session.document-uploaded"],
      ...["session.submitted", "session.evaluated"],
    ]);
    const text = JSON.stringify(events, (_, value: unknown) =>
      typeof value === "bigint" ? String(value) : value,
    );
    for (const word of ["192.0.2.44", "Mustermann", token, partsOf(grant).value])
      expect(text).not.toContain(word);
  });

  it("refuses what is not the applicant's, with nothing changed", async () => {
    const { id, token } = await create();
    const by = { version: consentVersion, language: "de", attempt: newId("otl") };
    expect((await post("open", { ...by, token, version: "2020-01-01" })).status).toBe(422);
    expect((await post("open", { ...by, token: "unknown" })).status).toBe(404);
    expect((await post("open", { ...by, token }, "", "https://evil.example")).status).toBe(403);
    expect((await picture("id_front", "nobody")).status).toBe(404);
    expect((await api("GET", `/${id}`)).status).toBe("pending");
    const { grant } = await agree(token);
    expect((await picture("id_front", grant, "https://evil.example")).status).toBe(403);
    expect((await post("complete", { ...stated, date_of_birth: "1964-02-31" }, grant)).status).toBe(422);
    expect((await post("complete", { ...stated, first_name: "x\u2028y" }, grant)).status).toBe(422);
    expect(await db.document.count({ where: { organizationPk: organization.pk } })).toBe(0);
  });

  it.each([
    ["a new link", (id: string) => api("POST", `/${id}/generate-one-time-link`, {})],
    ["the end of its session", (id: string) => api("POST", `/${id}/expire`, {})],
    ["an erasure", (id: string) => api("DELETE", `/${id}/data`)],
    [
      "a restriction",
      (id: string) => db.session.updateMany({ where: { id }, data: { restrictedAt: new Date() } }),
    ],
  ])("ends with %s", async (_, change) => {
    const { id, token } = await create();
    const { grant } = await agree(token);
    await change(id);
    expect(["ended", "elsewhere", null]).toContain(await stateOf(token, grant));
    expect((await picture("id_front", grant)).status).toBe(404);
  });

  it("expires with its time, which begins with the consent", async () => {
    const { id, token } = await create();
    const { grant } = await agree(token);
    const past = new Date(Date.now() - 1000);
    await db.session.updateMany({
      where: { organizationPk: organization.pk, id },
      data: { tokenExpiresAt: past },
    });
    await db.oneTimeLink.updateMany({
      where: { organizationPk: organization.pk },
      data: { expiresAt: past },
    });
    expect((await picture("id_front", grant)).status).toBe(404);
    expect(await expireLapsed()).toBe(1);
    expect(await expireLapsed()).toBe(0);
    expect((await api("GET", `/${id}`)).status).toBe("expired");
    expect(await stateOf(token, grant)).toBe("ended");
    const [link] = await db.oneTimeLink.findMany({ where: { organizationPk: organization.pk } });
    expect([link?.status, link?.grantDigest]).toEqual(["consumed", null]);
  });

  it("is limited for each link", async () => {
    const { token } = await create();
    const { grant } = await agree(token);
    const tried = await Promise.all(Array.from({ length: 90 }, () => post("complete", {}, grant)));
    expect(new Set(tried.map(({ status }) => status))).toEqual(new Set([422, 429]));
  });
});
