import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { eraseForRequest } from "@/lib/certificates/erase";
import { erasureLetterOf } from "@/lib/certificates/erasure-letter";
import { resumeErasures } from "@/lib/certificates/jobs";
import { downloadErasureLetter, getCertificate } from "@/lib/certificates/read";
import { type CertificatePage, certificatePage } from "@/lib/certificates/schema";
import { verifyCertificate } from "@/lib/certificates/verify";
import { placeHold, releaseHold } from "@/lib/holds/write";
import { blobs } from "@/lib/platform/blobs";
import { digest } from "@/lib/platform/crypto";
import { redactSession } from "@/lib/privacy/write";
import { ownRequestOf } from "@/lib/requests/load";
import { carryOut, planOf } from "@/lib/requests/plan";
import { processingRecord } from "@/lib/settings/schema";
import { callPath, signedInHeaders } from "@/test/api";
import { createMember, type TestOrganization } from "@/test/factories";
import { readPdf } from "@/test/pdf";
import { ids, requestScene, reviewed } from "@/test/request-scene";
import { sealEverything } from "@/test/sealing";
import { db } from "@/test/test-db";

const [free, kept, held] = ids;
const hex = (bytes: Uint8Array) => digest(bytes).toString("hex");

let organization: TestOrganization;
let officer: Actor;

beforeEach(async () => {
  ({ organization, officer } = await requestScene());
});

const certificateOf = async (requestId: string) => {
  const file = await getCertificate(officer, { requestId });
  const text = JSON.stringify(file);
  const pages = file.pages.map((page) => certificatePage.parse(JSON.parse(page.text)));
  return { file, text, pages, faults: verifyCertificate(text).faults };
};
const fates = (page: CertificatePage | undefined) =>
  Object.fromEntries(page?.sessions.map(({ session, fate }) => [session, fate]) ?? []);

/** An erasure with one session that goes, one that a law keeps and one that is held. */
async function erasedInPart() {
  const requestId = await reviewed(officer);
  const {
    data: [hold],
  } = await placeHold(officer, {
    sessionId: held,
    reason: "Matter of Mr Secret",
    owner: "Legal",
    reviewOn: "2099-01-01",
  });
  const before = await destroyable();
  await eraseForRequest(officer, { requestId, confirm: requestId });
  return { requestId, before, holdId: hold?.id ?? "" };
}

/** Hashes of what the free session holds. */
async function destroyable() {
  const session = await db.session.findFirstOrThrow({
    where: { id: free },
    include: { result: true, notes: true, documents: true },
  });
  const images = await Promise.all(
    session.documents
      .flatMap(({ blobKey, thumbnailKey }) => [blobKey, thumbnailKey])
      .map(async (key) => (key ? await blobs().get(key) : null)),
  );
  return {
    key: hex(Buffer.from(session.dataKeyId ?? "")),
    session: hex(session.sealed ?? new Uint8Array()),
    result: hex(session.result?.sealed ?? new Uint8Array()),
    notes: session.notes.map(({ sealed }) => hex(sealed ?? new Uint8Array())).sort(),
    images: images.flatMap((bytes) => (bytes ? [hex(bytes)] : [])).sort(),
  };
}

describe("the certificate of an erasure", () => {
  it("lists what was destroyed with its hashes, what is kept until when and under which rule, and what is on legal hold", async () => {
    const { requestId, before } = await erasedInPart();
    const { pages, faults, text } = await certificateOf(requestId);
    expect(faults).toEqual([]);
    expect(pages).toHaveLength(1);
    const [page] = pages;
    expect(fates(page)).toEqual({ [free]: "erased", [kept]: "kept", [held]: "held" });
    const [gone, stays, onHold] = page?.sessions ?? [];
    expect(gone).toMatchObject({
      data_key_sha256: before.key,
      ciphertexts: { session: [before.session], result: [before.result], case_note: before.notes },
      images: before.images,
      records: { session: 1, result: 1 },
    });
    expect(stays).toMatchObject({ until: "2031-11-01", source: expect.stringContaining("2015/849") });
    expect(onHold).toMatchObject({ rule: "legal hold", until: null });
    expect(text).not.toMatch(/Secret|cust_1|Nobody/);
    expect(page).toMatchObject({ made_by: officer.id, counts: { erased: 1, kept: 1, held: 1 } });
    const event = await db.auditEvent.findFirstOrThrow({ where: { id: gone?.event ?? "" } });
    expect(event).toMatchObject({ type: "session.redacted", resourceId: free });
    const told = await db.auditEvent.findFirstOrThrow({
      where: { type: "certificate.issued", resourceId: requestId },
    });
    expect(told.metadata).toEqual({ page: 1, sessions: 3, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it("gets a further page for a later erasure, on its day, after its legal hold or by another path", async () => {
    const { requestId, holdId } = await erasedInPart();
    await releaseHold(officer, { sessionId: held, holdId });
    expect(await resumeErasures()).toBe(1);
    expect(await resumeErasures()).toBe(0);
    await redactSession(officer, { sessionId: kept, confirm: kept, reason: "Matter 8" });
    await resumeErasures();
    await resumeErasures();
    const { pages, faults } = await certificateOf(requestId);
    expect(faults).toEqual([]);
    expect(pages.map(fates)).toEqual([
      { [free]: "erased", [kept]: "kept", [held]: "held" },
      { [kept]: "kept", [held]: "erased" },
      { [kept]: "erased" },
    ]);
    expect(pages.map(({ made_by }) => made_by)).toEqual([officer.id, "erasure.resume", "erasure.resume"]);
  });

  it("proves that the audit log records each page, once its event is sealed, and names no member in it", async () => {
    const { requestId } = await erasedInPart();
    const { text: before } = await certificateOf(requestId);
    expect(verifyCertificate(before)).toMatchObject({ faults: [], proven: 0 });
    await sealEverything();
    const { file, text } = await certificateOf(requestId);
    expect(verifyCertificate(text)).toMatchObject({ faults: [], pages: 1, proven: 1 });
    const [page] = file.pages;
    const extra = Buffer.from(page?.tlog_proof?.split("\n")[1]?.slice(6) ?? "", "base64").toString();
    expect(extra).toContain("certificate.issued");
    expect(extra).not.toContain(officer.id);
    expect(extra).not.toContain(officer.name);
    const changed = {
      ...file,
      pages: [{ ...page, tlog_proof: page?.tlog_proof?.replace("index 0", "index 1") }],
    };
    expect(verifyCertificate(JSON.stringify(changed)).faults).toContain(
      "page 1: its proof from the audit log: the seal has another number",
    );
  });

  it("covers everything after an interrupted erasure was resumed, and what was erased before it", async () => {
    await redactSession(officer, { sessionId: held, confirm: held });
    const requestId = await reviewed(officer);
    const request = await ownRequestOf(officer, requestId);
    await carryOut(officer, await planOf(db, request, null));
    await expect(getCertificate(officer, { requestId })).rejects.toMatchObject({ code: "not_found" });
    await eraseForRequest(officer, { requestId, confirm: requestId });
    const { pages, faults } = await certificateOf(requestId);
    expect(faults).toEqual([]);
    expect(fates(pages[0])).toEqual({ [free]: "erased", [kept]: "kept", [held]: "erased_before" });
  });

  it("fails to verify when a byte, a page or the key differs", async () => {
    const { requestId, holdId } = await erasedInPart();
    await releaseHold(officer, { sessionId: held, holdId });
    await resumeErasures();
    const { file, text } = await certificateOf(requestId);
    const faultsOf = (changed: unknown, key?: string) =>
      verifyCertificate(JSON.stringify(changed), { key }).faults.join("; ");
    expect(faultsOf(file, file.public_key)).toBe("");
    const [first, second] = file.pages;
    const forged = { ...first, text: first?.text.replace('"fate":"kept"', '"fate":"held"') };
    expect(faultsOf({ ...file, pages: [forged, second] })).toMatch(/page 1: the signature.*add up/);
    expect(faultsOf({ ...file, pages: [second] })).toMatch(/page 1: it does not follow/);
    expect(faultsOf({ ...file, pages: [second, first] })).toMatch(/does not follow/);
    expect(faultsOf({ ...file, public_key: "AAAA" })).toMatch(/signature/);
    expect(faultsOf(file, "AAAA")).toMatch(/not the sender's/);
    expect(verifyCertificate(text.slice(1)).faults).toEqual(["this is not a certificate of an erasure"]);
    await expect(db.certificatePage.updateMany({ data: { text: "{}" } })).rejects.toThrow();
  });

  it("reads the same in every spelling; an auditor may read it but not the letter, which names the requester", async () => {
    const { requestId } = await erasedInPart();
    const path = `/api/v1/requests/${requestId}`;
    const auditor = await signedInHeaders((await createMember(organization, ["auditor"])).id);
    const own = await signedInHeaders(officer.id);
    const texts = await Promise.all(
      ["snake", "camel"].map(async (spelling) =>
        (
          await callPath("GET", `${path}/certificate`, {
            headers: { ...auditor, "Key-Inflection": spelling },
          })
        ).text(),
      ),
    );
    expect(texts[0]).toBe(texts[1]);
    expect(verifyCertificate(texts[0] ?? "").faults).toEqual([]);
    expect((await callPath("GET", `${path}/erasure-letter`, { headers: auditor })).status).toBe(403);
    const letter = await callPath("GET", `${path}/erasure-letter`, { headers: own });
    expect(letter.headers.get("content-type")).toBe("application/pdf");
    expect(
      Buffer.from(await letter.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
    expect(letter.headers.get("content-disposition")).toContain(`${requestId}-erasure.pdf`);
  });
});

it("has a letter that says what was erased, what is kept until when and under which rule, and what is on legal hold", async () => {
  const { requestId } = await erasedInPart();
  const { file } = await certificateOf(requestId);
  const said = JSON.stringify(
    erasureLetterOf({
      requester: "Nobody Known",
      jurisdiction: "gdpr",
      language: "en",
      receivedOn: "2026-11-01",
      writtenOn: "2026-11-02",
      record: {
        ...processingRecord.parse({ authority: "The authority" }),
        ...{ controller: "C", contact: "c@x.example", dataProtectionOfficer: "", hasNoOfficer: true },
      },
      certificate: file,
    }),
  );
  for (const each of [free, kept, held, "until 1 Nov 2031", "2015/849", "17(3)(e)", "The authority"])
    expect(said).toContain(each);
  expect(said).toContain(file.pages[0]?.sha256);
  expect(said).not.toContain("Secret");
  await db.request.updateMany({ where: { id: requestId }, data: { language: "de" } });
  const { bytes } = await downloadErasureLetter(officer, { requestId });
  const german = await readPdf(bytes);
  expect(german.language).toBe("de");
  const told = german.told.map(({ text }) => text).join("\n");
  for (const each of [free, kept, held, "bis zum 1. November 2031", "2015/849", "Aufsichtsbehörde"])
    expect(told).toContain(each);
  await expect(downloadErasureLetter(officer, { requestId: "dsr_nobody" })).rejects.toMatchObject({
    code: "not_found",
  });
});
