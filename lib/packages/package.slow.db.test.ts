import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  createWriteStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { buildPackages } from "@/lib/packages/jobs";
import { downloadPackage, requestPackage } from "@/lib/packages/package";
import { verifyPackage } from "@/lib/packages/verify";
import { withheldByLaw } from "@/lib/packages/withheld";
import { blobs } from "@/lib/platform/blobs";
import { redactSession } from "@/lib/privacy/write";
import { ownRequestOf } from "@/lib/requests/load";
import { getRequest } from "@/lib/requests/read";
import * as review from "@/lib/requests/review";
import { searchRequest } from "@/lib/requests/search";
import * as requests from "@/lib/requests/write";
import { existingDataKeys } from "@/lib/vault/data-keys";
import {
  createMember,
  createOrganization,
  importFor,
  removeAllSessions,
  sampleAs,
  sampleImage,
  type TestOrganization,
  testRecord,
} from "@/test/factories";
import { readPdf } from "@/test/pdf";
import { sealEverything } from "@/test/sealing";
import { db } from "@/test/test-db";
import { runVerifierPage } from "@/test/verifier-page";

const ids = ["ses_aaaaaaaaaaaaaaaaaaaaaaaaaa", "ses_bbbbbbbbbbbbbbbbbbbbbbbbbb"] as const;
let organization: TestOrganization;
let officer: Actor;
let folder: string;
let image: Buffer;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "package-"));
  await removeAllSessions();
  await db.request.deleteMany();
  organization = await createOrganization();
  officer = await createMember(organization, ["compliance"]);
  const admin = await createMember(organization, ["admin"]);
  image = await sampleImage("jpeg");
  for (const id of ids) {
    const bundle = sampleAs(id, { external_ref: "cust_1" });
    const images = Object.fromEntries(
      (bundle.documents ?? []).flatMap(({ download_url }) => (download_url ? [[download_url, image]] : [])),
    );
    await importFor(admin, bundle, images);
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function reviewed(more: { jurisdiction?: "ccpa" } = {}) {
  const requester = { externalRef: "cust_1", firstName: "Nobody", lastName: "Known" };
  const { id: requestId } = await requests.receiveRequest(officer, {
    kind: "access",
    channel: "email",
    requester,
    ...more,
  });
  await requests.verifyRequester(officer, { requestId, how: "signed_in" });
  const { matches } = await searchRequest(officer, { requestId });
  for (const { sessionId } of matches)
    await review.decideMatch(officer, { requestId, sessionId, state: "accepted" });
  await review.reviewRequest(officer, { requestId });
  return requestId;
}

async function download(requestId: string): Promise<string> {
  const { name, open } = await downloadPackage(officer, { requestId });
  const file = path.join(folder, name);
  await pipeline(Readable.fromWeb((await open()) as ReadableStream), createWriteStream(file));
  return file;
}

const unpack = (file: string) => {
  const out = path.join(folder, "out");
  execFileSync("unzip", ["-q", file, "-d", out]);
  return out;
};

describe("the package of an access request", () => {
  it("contains everything, opens with common tools, and proves itself", async () => {
    const requestId = await reviewed();
    expect((await requestPackage(officer, { requestId })).package?.status).toBe("queued");
    await expect(requestPackage(officer, { requestId })).rejects.toMatchObject({ code: "conflict" });
    await buildPackages();
    const made = (await getRequest(officer, { requestId })).package;
    expect(made).toMatchObject({ status: "ready", error: null });
    expect(made?.filesDone).toBe(made?.filesTotal);

    const file = await download(requestId);
    const { faults, files, publicKey } = await verifyPackage(file);
    expect(faults).toEqual([]);
    expect(files).toBe((made?.filesTotal ?? 0) - 3);
    const out = unpack(file);
    execFileSync("sha256sum", ["-c", "--quiet", "SHA256SUMS"], { cwd: out });
    const start = readFileSync(path.join(out, "index.html"), "utf8");
    const linked = [...start.matchAll(/href="([^"]*)"/g)].map(([, href = ""]) => href);
    const sums = readFileSync(path.join(out, "SHA256SUMS"), "utf8").trimEnd().split("\n");
    const others = sums.map((line) => line.slice(66)).filter((each) => each !== "index.html");
    expect([...linked].sort()).toEqual([...others, "verify.html"].sort());
    for (const each of linked) expect(existsSync(path.join(out, each))).toBe(true);
    const bundle = JSON.parse(readFileSync(path.join(out, `sessions/${ids[0]}/export.json`), "utf8"));
    expect(bundle.session.id).toBe(ids[0]);
    expect(bundle.result.extracted_data).toEqual(sampleAs(ids[0]).result?.extracted_data);
    for (const { download_url } of bundle.documents.filter(
      (each: { download_url: string | null }) => each.download_url,
    ))
      expect(readFileSync(path.join(out, `sessions/${ids[0]}`, download_url)).length).toBeGreaterThan(0);
    const letter = await readPdf(readFileSync(path.join(out, "letter.pdf")));
    expect(letter.told.find(({ role }) => role === "H1")?.text).toBe(
      `Your data: answer to request ${requestId}`,
    );
    const data = await readPdf(readFileSync(path.join(out, `sessions/${ids[0]}/data.pdf`)));
    expect(data.images).toBe(bundle.documents.length);
    expect(data.told).toContainEqual({ role: "TD", text: bundle.result.extracted_data.last_name });
    expect(data.told[0]).toEqual(letter.told[0]);
    expect((await verifyPackage(file, { key: publicKey })).faults).toEqual([]);
    expect((await verifyPackage(file, { key: "A".repeat(44) })).faults).toEqual([
      "the key is not the sender's",
    ]);
    const looked = JSON.parse(readFileSync(path.join(out, `sessions/${ids[0]}/who-looked.json`), "utf8"));
    expect(JSON.stringify(looked)).not.toContain(officer.id);
    expect(await db.auditEvent.count({ where: { type: "package.downloaded", resourceId: requestId } })).toBe(
      1,
    );
  });

  it("proves that the audit log records it, once the event is sealed", async () => {
    const requestId = await reviewed();
    await requestPackage(officer, { requestId });
    await buildPackages();
    const early = await download(requestId);
    expect(await verifyPackage(early)).toMatchObject({ faults: [], proven: null });
    expect(execFileSync("npm", ["run", "-s", "verify", "--", early], { encoding: "utf8" })).toContain(
      "It has no proof; whether the log records it is not known.",
    );
    await sealEverything();
    const file = await download(requestId);
    const { faults, proven } = await verifyPackage(file);
    expect(faults).toEqual([]);
    expect(proven).toMatchObject({ type: "package.built", seal: { organization: organization.id } });
    expect(await verifyPackage(file, { logKey: proven?.publicKey ?? "" })).toMatchObject({ faults: [] });
    expect((await verifyPackage(file, { logKey: "A".repeat(44) })).faults).toEqual([
      "package.tlog-proof: the log's key is not the given one",
    ]);
    const out = unpack(file);
    const proof = readFileSync(path.join(out, "package.tlog-proof"), "utf8");
    execFileSync(process.execPath, ["docs/verify-tlog-proof.mjs", path.join(out, "package.tlog-proof")]);
    expect(Buffer.from(proof.split("\n")[1]?.slice(6) ?? "", "base64").toString()).not.toContain(officer.id);
    const said = execFileSync(
      "npm",
      ["run", "-s", "verify", "--", file, "--log-key", proven?.publicKey ?? ""],
      {
        encoding: "utf8",
      },
    );
    expect(said).toMatch(/\nThe log records it at .+, in seal 1, and is named org_\S+ sandbox\./);
    const unknown = execFileSync("npm", ["run", "-s", "verify", "--", file], { encoding: "utf8" });
    expect(unknown).toContain(`A log with the key ${proven?.publicKey} records it at `);
    const whole = await runVerifierPage(out);
    expect(whole.verdict).toMatch(/^All files are unchanged/);
    const recorded = whole.lines.filter((line) =>
      line.startsWith("recorded in the audit log ✓  package.tlog-proof"),
    );
    expect(recorded).toEqual([expect.stringContaining(`signed with key ${proven?.publicKey}:`)]);
    for (const [part, other] of [
      ["extra ", "extra A"],
      ["index 0", "index 1"],
      ["/sandbox\n1\n", "/sandbox\n2\n"],
      [/ (\S{6})(\S+)\n$/, " $1AAAA$2\n"],
    ] as const) {
      writeFileSync(path.join(out, "package.tlog-proof"), proof.replace(part, other));
      const { verdict, lines } = await runVerifierPage(out);
      expect(verdict).toBe("1 fault(s): this package was changed or is incomplete.");
      expect(lines.filter((line) => line.startsWith("package.tlog-proof: "))).toHaveLength(1);
    }
  });

  it("lists who looked at its own case, even if another session has the same name", async () => {
    const other = await createMember(await createOrganization(), ["admin"]);
    const [sessionId] = ids;
    await db.session.deleteMany({ where: { id: sessionId } });
    for (const actor of [other, await createMember(organization, ["admin"])])
      await importFor(actor, sampleAs(sessionId, { external_ref: "cust_1" }));
    const theirs = { session: { id: sessionId, organizationPk: other.scope.organizationPk } };
    await db.reviewCase.updateMany({ where: theirs, data: { id: "rvc_theirs" } });
    const ours = { session: { id: sessionId, organizationPk: organization.pk } };
    const { id } = await db.reviewCase.findFirstOrThrow({ where: ours });
    const own = { type: "case" as const, id };
    await recordEvent(db, officer, { type: "case.opened", metadata: { fields: ["gender"] }, resource: own });
    await db.webhookDelivery.updateMany({ data: { url: "no address", status: "delivered" } });
    const requestId = await reviewed();
    await requestPackage(officer, { requestId });
    await buildPackages();
    const out = unpack(await download(requestId));
    const looked = readFileSync(path.join(out, `sessions/${sessionId}/who-looked.json`), "utf8");
    expect(JSON.parse(looked)).toContainEqual(expect.objectContaining({ what: "case.opened" }));
  });

  it("is not built while settings lack something the letter needs, and names the fields", async () => {
    const requestId = await reviewed();
    await db.requestSettings.updateMany({
      where: { organizationPk: organization.pk },
      data: { record: { ...testRecord, biometricBasis: "" } },
    });
    await db.organization.update({
      where: { pk: organization.pk },
      data: { postalAddress: "", hasNoOfficer: false },
    });
    expect((await getRequest(officer, { requestId })).unsaid).toEqual([
      "controller",
      "dataProtectionOfficer",
      "biometricBasis",
    ]);
    await expect(requestPackage(officer, { requestId })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining(
        "Postal address, Data protection officer (Settings → Organization); Condition for biometric data (Settings → Requests)",
      ),
      fields: [
        { field: "postal_address", message: "is empty" },
        { field: "officer_name", message: "is empty" },
        { field: "record.biometric_basis", message: "is empty" },
      ],
    });
    expect(await db.package.count()).toBe(0);
  });

  it("has a folder for every session, whatever its id, with that session's data", async () => {
    const named = ["kyc:001", "kyc/001", "KYC_001", "kyc_001", "заявка1", "заявка2", ".."];
    const admin = await createMember(organization, ["admin"]);
    for (const id of named) await importFor(admin, sampleAs(id, { external_ref: "cust_1" }));
    const requestId = await reviewed();
    await requestPackage(officer, { requestId });
    await buildPackages();
    const file = await download(requestId);
    expect((await verifyPackage(file)).faults).toEqual([]);
    const folders = readdirSync(path.join(unpack(file), "sessions"));
    expect(new Set(folders.map((name) => name.toLowerCase())).size).toBe(named.length + ids.length);
    const held = folders.map(
      (name) =>
        JSON.parse(readFileSync(path.join(folder, "out/sessions", name, "export.json"), "utf8")).session.id,
    );
    expect(held.sort()).toEqual([...named, ...ids].sort());
  });

  it("is refused by the verifier when any one bit is changed", async () => {
    const requestId = await reviewed();
    await requestPackage(officer, { requestId });
    await buildPackages();
    const file = await download(requestId);
    const bytes = readFileSync(file);
    const changed = path.join(folder, "changed.zip");
    for (let round = 0; round < 40; round++) {
      const copy = Buffer.from(bytes);
      // Within the files' bytes: names and dates of the directory at the end are no part of what was signed.
      const at = Math.floor((round / 40) * bytes.length * 0.9) + 60;
      copy.writeUInt8(copy.readUInt8(at) ^ (1 << (round % 8)), at);
      writeFileSync(changed, copy);
      const { faults } = await verifyPackage(changed);
      const isHeader = isWithinLocalHeader(bytes, at);
      if (!isHeader) expect(faults, `bit at ${at}`).not.toEqual([]);
    }
  });

  it("is built without unreadable data, which the letter, the index and the export name with the reason", async () => {
    const requestId = await reviewed();
    const [lost, damaged] = await db.document.findMany({
      where: { blobKey: { not: null } },
      distinct: ["sessionPk"],
      orderBy: { session: { id: "asc" } },
    });
    await blobs().remove(lost?.blobKey ?? "");
    await blobs().put(damaged?.blobKey ?? "", Buffer.from("no image any more"));
    const note = await db.caseNote.findFirstOrThrow({ where: { session: { id: ids[1] } } });
    await db.caseNote.updateMany({ where: { pk: note.pk }, data: { sealed: Buffer.from("damaged") } });
    await requestPackage(officer, { requestId });
    await buildPackages();
    const expected = [
      { item: `Image ${lost?.docType}`, reason: "its file is missing", session: ids[0] },
      { item: `Note ${note.id}`, reason: "its record is damaged", session: ids[1] },
      { item: `Image ${damaged?.docType}`, reason: "its file is damaged", session: ids[1] },
    ];
    const { package: made } = await getRequest(officer, { requestId });
    expect(made).toMatchObject({ status: "ready", error: null });
    expect(made?.unreadable).toHaveLength(expected.length);
    expect(made?.unreadable).toEqual(
      expect.arrayContaining(expected.map(({ session, ...each }) => ({ ...each, sessionId: session }))),
    );
    const file = await download(requestId);
    expect((await verifyPackage(file)).faults).toEqual([]);
    const out = unpack(file);
    const read = (name: string) => JSON.parse(readFileSync(path.join(out, name), "utf8"));
    expect(read("index.json").could_not_be_read).toEqual(expect.arrayContaining(expected));
    for (const [at, reason] of ["its file is missing", "its file is damaged"].entries()) {
      const { documents, could_not_be_read } = read(`sessions/${ids[at]}/export.json`);
      expect(could_not_be_read).toEqual(
        expected.filter(({ session }) => session === ids[at]).map((each) => expect.objectContaining(each)),
      );
      expect(JSON.stringify(documents)).toContain(`[could not be read: ${reason}]`);
    }
    const letter = execFileSync("pdftotext", ["-layout", path.join(out, "letter.pdf"), "-"]).toString();
    expect(letter).toContain("Data we could not read");
    expect(letter).toContain(`Note ${note.id}`);
  });

  it("is not built with a letter less: it says which one no font has", async () => {
    const admin = await createMember(organization, ["admin"]);
    const bundle = sampleAs("ses_cccccccccccccccccccccccccc", {
      external_ref: "cust_1",
      metadata: { sign: "a𓀀" },
    });
    await importFor(admin, bundle);
    const requestId = await reviewed();
    await requestPackage(officer, { requestId });
    await buildPackages();
    expect((await getRequest(officer, { requestId })).package).toMatchObject({
      status: "failed",
      error: expect.stringMatching(
        /^“Verification ses_c+” cannot be printed, because no font has 𓀀 \(U\+13000\)\./,
      ),
    });
  });

  it("is encrypted with AES-256 when a password was given", async () => {
    const requestId = await reviewed();
    await requestPackage(officer, { requestId, password: "twelve letters at least" });
    await buildPackages();
    const file = await download(requestId);
    expect((await verifyPackage(file)).faults).not.toEqual([]);
    expect((await verifyPackage(file, { password: "another one altogether" })).faults).not.toEqual([]);
    expect((await verifyPackage(file, { password: "twelve letters at least" })).faults).toEqual([]);
    expect(readFileSync(file).includes("Johnson")).toBe(false);
  });

  it("keeps government numbers out of a Californian answer under any name, and says so", async () => {
    const requestId = await reviewed({ jurisdiction: "ccpa" });
    const withheld = await withheldByLaw(officer, await ownRequestOf(officer, requestId), ids);
    expect(withheld).toContain("numbers of identity documents and other government identification numbers");
    expect(withheld).toContain("pictures of identity documents");
    // What is not stored is not named.
    expect(withheld.join()).not.toMatch(/health insurance|passwords|financial/);
    await requestPackage(officer, { requestId });
    await buildPackages();
    const out = unpack(await download(requestId));
    const text = readFileSync(path.join(out, `sessions/${ids[0]}/export.json`), "utf8");
    const number = sampleAs(ids[0]).result?.extracted_data?.document_number;
    expect(number).toBeTruthy();
    expect(text).not.toContain(number);
    expect(text).toContain("[withheld by law]");
    const { documents } = JSON.parse(text);
    expect(documents.length).toBeGreaterThan(0);
    for (const { download_url } of documents) expect(download_url).toBe("[withheld by law]");
    expect(existsSync(path.join(out, `sessions/${ids[0]}/images`))).toBe(false);
  });

  it("ends when a session in it is erased, with its key and every file", async () => {
    const requestId = await reviewed();
    await requestPackage(officer, { requestId });
    await buildPackages();
    const { dataKeyId } = await db.package.findFirstOrThrow();
    await redactSession(officer, { sessionId: ids[0], confirm: ids[0] });
    await expect(download(requestId)).rejects.toMatchObject({ code: "not_found" });
    const request = await getRequest(officer, { requestId });
    expect(request.package?.status).toBe("destroyed");
    expect(request.steps.find(({ name }) => name === "packaged")?.state).toBe("done");
    expect(await existingDataKeys([dataKeyId ?? ""])).toEqual(new Set());
    expect(await blobs().list(dataKeyId ?? "")).toEqual([]);
  });

  it("continues where an interrupted build stopped", async () => {
    const requestId = await reviewed();
    await requestPackage(officer, { requestId });
    await buildPackages();
    const first = await db.package.findFirstOrThrow();
    await db.package.updateMany({
      where: { pk: first.pk },
      data: { status: "building", workedAt: new Date(Date.now() - 120_000) },
    });
    await buildPackages();
    expect((await db.package.findFirstOrThrow()).status).toBe("ready");
    expect((await verifyPackage(await download(requestId))).faults).toEqual([]);
    // The letter carries the time of its making: made again, it would have another checksum.
    expect((await db.package.findFirstOrThrow()).digest).toEqual(first.digest);
    await blobs().removeFolder(first.dataKeyId ?? "");
    await expect(download(requestId)).rejects.toMatchObject({ code: "not_found" });
  });

  it("belongs to its new builder after another process has taken it over", async () => {
    const requestId = await reviewed();
    await requestPackage(officer, { requestId });
    const stalled = buildPackages();
    await vi.waitUntil(async () => (await db.package.findFirstOrThrow()).filesDone > 0, {
      interval: 5,
      timeout: 240_000,
    });
    const builder = randomUUID();
    await db.package.updateMany({ data: { builder } });
    await stalled;
    expect(await db.package.findFirstOrThrow()).toMatchObject({ status: "building", builder, error: null });
  });
});

/** Whether a place lies in the header before a file's bytes, which no checksum of the files covers. */
function isWithinLocalHeader(bytes: Buffer, at: number): boolean {
  for (let start = bytes.indexOf("PK\x03\x04"); start >= 0; start = bytes.indexOf("PK\x03\x04", start + 4)) {
    const end = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    if (at >= start && at < end) return true;
  }
  for (let start = bytes.indexOf("PK\x07\x08"); start >= 0; start = bytes.indexOf("PK\x07\x08", start + 4))
    if (at >= start && at < start + 24) return true;
  return false;
}
