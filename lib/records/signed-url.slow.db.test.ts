import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { authenticateApiKey } from "@/lib/auth/api-key";
import { listDocuments, showDocuments } from "@/lib/documents/read";
import { exportSession, redactSession } from "@/lib/privacy/write";
import { urlSigner } from "@/lib/records/signed-url";
import { currentSettings } from "@/lib/settings/load";
import { callPath } from "@/test/api";
import {
  actorOf,
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
let key: Actor;
let url: string;

const fetchUrl = (target: string) => callPath("GET", target);
const withImage = (id: string) => {
  const bundle = sampleAs(id);
  return {
    ...bundle,
    documents: [
      { ...bundle.documents?.[0], id: "doc_1", download_url: "front.jpg" },
      { id: "doc_2", document_type: "selfie", download_url: "front.jpg" },
    ],
  };
};

beforeAll(async () => {
  organization = await createOrganization();
  const image = await sampleImage("jpeg", 300);
  for (const id of ["ses_one", "ses_two"])
    await importFor(actorOf(organization), withImage(id), { "front.jpg": image });
  key = await newKey(["verifications:read", "sessions:read"]);
  url = await urlOf("ses_one");
});

/** A key that the database knows: a URL is good only as long as whoever it was made for. */
async function newKey(scopes: string[]): Promise<Actor> {
  const actor = await authenticateApiKey(await createApiKey(organization, scopes), {});
  if (!actor) throw new Error("The key is not known.");
  return actor;
}

async function urlOf(sessionId: string, docType = "id_front", actor?: Actor): Promise<string> {
  const { data } = await listDocuments(actor ?? key, { sessionId });
  return data.find((document) => document.docType === docType)?.url ?? "";
}

describe("a signed URL", () => {
  it("opens in a browser without cookies and is never cached", async () => {
    const answer = await fetchUrl(url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("image/jpeg");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(Buffer.from(await answer.arrayBuffer()).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
  });

  it("fails when any one character differs", async () => {
    const start = url.indexOf("/sessions/") + "/sessions/".length;
    const survivors: string[] = [];
    for (let at = start; at < url.length; at++) {
      const other =
        url[at] === "a"
          ? "b"
          : url[at] === "1"
            ? "2"
            : url[at]?.match(/[0-9]/)
              ? "1"
              : url[at]?.toUpperCase() === url[at]
                ? "a"
                : url[at]?.toUpperCase();
      for (const replacement of [other ?? "a", "", `${url[at]}${url[at]}`]) {
        const { status } = await fetchUrl(url.slice(0, at) + replacement + url.slice(at + 1));
        if (status === 200) survivors.push(`${at}: ${url[at]} → ${replacement}`);
      }
    }
    expect(survivors).toEqual([]);
  });

  it("fails when its path is spelled differently", async () => {
    for (const spelling of ["id%5Ffront", "id%5ffront", "%69d_front"])
      expect((await fetchUrl(url.replace("id_front", spelling))).status, spelling).toBe(403);
    expect((await fetchUrl(url.replace("ses_one", "ses%5Fone"))).status).toBe(403);
  });

  it("fails for another session, another document and with an added part", async () => {
    expect((await fetchUrl(url.replace("ses_one", "ses_two"))).status).toBe(403);
    expect((await fetchUrl(url.replace("id_front", "selfie"))).status).toBe(403);
    expect((await fetchUrl(`${url}&issuer=mem_00000000000000000000000000`)).status).toBe(403);
    expect((await fetchUrl(`${url}&variant=thumbnail`)).status).toBe(403);
    expect((await fetchUrl(`${url}&sig=${"0".repeat(64)}`)).status).toBe(403);
    expect((await fetchUrl(url.split("?")[0] ?? "")).status).toBe(403);
  });

  it("works until its last second and no longer", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { imageUrlExpirySeconds } = (await currentSettings(actorOf(organization))).documents;
    const fresh = await urlOf("ses_one");
    vi.setSystemTime(Date.now() + (imageUrlExpirySeconds - 1) * 1000);
    expect((await fetchUrl(fresh)).status).toBe(200);
    vi.setSystemTime(Date.now() + 1000);
    expect((await fetchUrl(fresh)).status).toBe(403);
    vi.useRealTimers();
  });

  it("fails under another organization's scope, even signed by it", async () => {
    const other = await createOrganization();
    const stranger = await authenticateApiKey(await createApiKey(other, ["verifications:read"]), {});
    const sign = await urlSigner(stranger ?? key, 300);
    const { url: foreign } = sign({ sessionId: "ses_one", docType: "id_front", variant: "original" });
    expect((await fetchUrl(foreign)).status).toBe(404);
    expect((await fetchUrl(url.replace(organization.id, other.id))).status).toBe(403);
    expect((await fetchUrl(url.replace(".sandbox", ".live"))).status).toBe(403);
  });

  it("gives people a watermarked picture; API keys and exports get the stored bytes", async () => {
    const person = await createMember(organization, ["reviewer"], { name: "Wanda Watermark" });
    const { data } = await showDocuments(person, { sessionId: "ses_one" });
    const exported = await exportSession(key, { sessionId: "ses_one" });
    const bytes = async (target = "") => Buffer.from(await (await fetchUrl(target)).arrayBuffer());
    const [forKey, forPerson, forExport] = [
      await bytes(await urlOf("ses_one")),
      await bytes(data[0]?.url ?? ""),
      await bytes(exported.documents?.[0]?.download_url ?? ""),
    ];
    expect(forExport.equals(forKey)).toBe(true);
    expect(forPerson.equals(forKey)).toBe(false);
    expect(forPerson.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
  });

  it("outlives the sensitive window if it is from an export, and otherwise not", async () => {
    const { organizationPk, environment } = actorOf(organization).scope;
    await importFor(actorOf(organization), withImage("ses_old"), { "front.jpg": await sampleImage() });
    const [ordinary, exported] = [await urlOf("ses_old"), await exportSession(key, { sessionId: "ses_old" })];
    await db.session.updateMany({
      where: { id: "ses_old", organizationPk },
      data: { terminalAt: new Date("2020-01-01") },
    });
    await db.retentionSettings.update({
      where: { organizationPk_environment: { organizationPk, environment } },
      data: { sensitiveDataRetentionDays: 1 },
    });
    expect((await fetchUrl(ordinary)).status).toBe(404);
    expect(await urlOf("ses_old")).toBe("");
    expect((await fetchUrl(exported.documents?.[0]?.download_url ?? "")).status).toBe(200);
  });

  it("answers 404 after redaction", async () => {
    const before = await urlOf("ses_two");
    const exported = await exportSession(key, { sessionId: "ses_two" });
    await redactSession(actorOf(organization), { sessionId: "ses_two" });
    for (const target of [before, exported.documents?.[0]?.download_url ?? ""])
      expect((await fetchUrl(target)).status).toBe(404);
  });

  it("stops working with the key, the member or the role it was created for", async () => {
    const mortal = await newKey(["verifications:read"]);
    const ofKey = await urlOf("ses_one", "id_front", mortal);
    expect((await fetchUrl(ofKey)).status).toBe(200);
    await db.apiKey.updateMany({ where: { id: mortal.id }, data: { isActive: false } });
    expect((await fetchUrl(ofKey)).status).toBe(403);
    await db.apiKey.updateMany({
      where: { id: mortal.id },
      data: { isActive: true, expiresAt: new Date(0) },
    });
    expect((await fetchUrl(ofKey)).status).toBe(403);
    await db.apiKey.updateMany({
      where: { id: mortal.id },
      data: { expiresAt: null, scopes: ["cases:read"] },
    });
    expect((await fetchUrl(ofKey)).status).toBe(403);

    for (const change of [{ removedAt: new Date() }, { roles: ["admin" as const] }]) {
      const member = await createMember(organization, ["reviewer"]);
      const [document] = (await showDocuments(member, { sessionId: "ses_one" })).data;
      expect((await fetchUrl(document?.url ?? "")).status).toBe(200);
      await db.member.update({ where: { id: member.id }, data: change });
      expect((await fetchUrl(document?.url ?? "")).status).toBe(403);
    }
  });

  it("uses the page's own host for people, and the public address for keys and exports", async () => {
    const member = await createMember(organization, ["compliance"]);
    const [document] = (await showDocuments(member, { sessionId: "ses_one" })).data;
    expect(document?.url).toMatch(/^\/api\/v1\/sessions\//);
    expect(url).toMatch(/^http:\/\/localhost/);
    const exported = await exportSession(member, { sessionId: "ses_one" });
    expect(exported.documents?.[0]?.download_url).toMatch(/^http:\/\/localhost/);
  });

  it("records each look once a minute, under the name of the actor it was created for", async () => {
    const reader = await newKey(["verifications:read"]);
    const target = await urlOf("ses_one", "selfie", reader);
    for (let look = 0; look < 3; look++) expect((await fetchUrl(target)).status).toBe(200);
    const events = await db.auditEvent.findMany({ where: { type: "document.fetched", actorId: reader.id } });
    expect(events).toMatchObject([
      {
        actorKind: "api_key",
        actorName: reader.name,
        resourceId: "ses_one",
        metadata: { docType: "selfie" },
      },
    ]);
  });
});
