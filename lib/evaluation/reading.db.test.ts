import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { evaluateWaiting } from "@/lib/evaluation/run";
import { blobs } from "@/lib/platform/blobs";
import { listSessionScreening } from "@/lib/screening-checks/read";
import { createWatchlist, uploadWatchlist } from "@/lib/watchlists/write";
import { callPath } from "@/test/api";
import {
  actorOf,
  createApiKey,
  createOrganization,
  removeAllSessions,
  type TestOrganization,
} from "@/test/factories";
import { specimens } from "@/test/specimens";
import { db } from "@/test/test-db";
import {
  documentSvg,
  licenceSpecimens,
  licenceSvg,
  photograph,
  type ZoneSpecimen,
  zoneSpecimens,
} from "@/test/zone-specimens";

let organization: TestOrganization;
let key = "";
const pictures: Record<string, Buffer> = {};

const [passport, , cut, , , , , french] = zoneSpecimens as [ZoneSpecimen, ...ZoneSpecimen[]];
const drawn = (specimen: ZoneSpecimen | undefined) => photograph(documentSvg(specimen ?? passport), "sharp");

beforeAll(async () => {
  const falsified = { ...passport, lines: passport.lines.map((line) => line.replace("7408122", "7508122")) };
  Object.assign(pictures, {
    passport: await drawn(passport),
    cut: await drawn(cut),
    french: await drawn(french),
    falsified: await drawn(falsified),
    licence: await photograph(await licenceSvg(licenceSpecimens[0].text), "sharp"),
    nothing: await specimens.front(),
  });
});

beforeEach(async () => {
  await removeAllSessions();
  organization = await createOrganization("Northwind Bank");
  key = await createApiKey(
    organization,
    ["sessions:write", "sessions:read", "verifications:read", "cases:read"],
    "live",
  );
});

async function call(method: string, at: string, body?: unknown) {
  const isForm = body instanceof FormData;
  const answer = await callPath(method, `/api/v1/sessions${at}`, {
    headers: { "X-API-Key": key, ...(!isForm && { "Content-Type": "application/json" }) },
    ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
  });
  return (await answer.json()) as Record<string, unknown> & { id: string; data: Record<string, unknown>[] };
}

async function evaluated(images: Record<string, string>, fields: object, more: object = {}) {
  const { id } = await call("POST", "", {
    checks: ["document_ocr", "document_expiration", "age_check"],
    fields,
    ...more,
  });
  for (const [type, picture] of Object.entries(images)) {
    const form = new FormData();
    form.append("file", new Blob([Uint8Array.from(pictures[picture] ?? [])]), "photo.jpg");
    form.append("document_type", type);
    await call("POST", `/${id}/documents`, form);
  }
  await call("POST", `/${id}/submit`, {});
  await evaluateWaiting();
  const { data } = await call("GET", `/${id}/verifications`);
  const statuses = Object.fromEntries(data.map(({ policy, status }) => [policy, status]));
  const ocr = data.find(({ policy }) => policy === "document_ocr");
  return { id, statuses, ocr, result: await call("GET", `/${id}/result`) };
}

describe("an evaluation that reads the document", () => {
  it("stores what the zone says as the extracted data, and decides by it", async () => {
    await db.reviewSettings.updateMany({
      where: { organizationPk: organization.pk, environment: "live" },
      data: { minimumAge: 18 },
    });
    const first = await evaluated(
      { id_front: "passport" },
      { first_name: "Anna Maria", last_name: "Eriksson" },
    );
    expect(first.ocr).toMatchObject({
      status: "passed",
      details: {
        reason: "The machine readable zone was read, and all its check digits are right.",
        ...{ source: "zone", document: "id_front", mrz_lines: passport.lines, unsure: [] },
      },
    });
    expect(first.statuses).toMatchObject({ document_expiration: "passed", age_check: "passed" });
    expect(first.result).toMatchObject({
      age_check_passed: true,
      extracted_age: expect.any(Number),
      extracted_data: {
        ...{ first_name: "ANNA MARIA", last_name: "ERIKSSON", date_of_birth: "1974-08-12", gender: "female" },
        ...{ document_number: "L898902C3", document_expiration_date: "2032-04-15", nationality: "UTO" },
      },
    });
    // The number that was only read finds another session of the same document.
    const second = await evaluated({ id_front: "passport" }, {});
    expect(second.statuses.duplicate_detection).toBe("failed");
    const stored = await db.check.findMany({ where: { organizationPk: organization.pk } });
    expect(stored.some(({ sealed }) => sealed && Buffer.from(sealed).includes("L898902C3"))).toBe(false);
  });

  it.each([
    [
      "a zone that was typed otherwise",
      "passport",
      { mrz: passport.lines.join("\n").replace("ANNA", "ANNE") },
      "failed",
      /typed machine readable zone differs/,
    ],
    ["a zone that was typed alike", "passport", { mrz: passport.lines }, "passed", /was read/],
    ["a zone that cannot be understood", "passport", { mrz: "P<UTO" }, "failed", /differs/],
    [
      "another day and number",
      "passport",
      { date_of_birth: "1974-08-13", document_number: "X1" },
      "failed",
      /: date of birth, document number\./,
    ],
    ["another name", "passport", { first_name: "Karl" }, "failed", /: first name\./],
    [
      "wrong check digits",
      "falsified",
      {},
      "failed",
      /read clearly, and check digits are wrong: date of birth, composite/,
    ],
    [
      "wrong check digits beside a typed zone",
      "falsified",
      { mrz: passport.lines },
      "failed",
      /read clearly/,
    ],
    ["nothing to read", "nothing", {}, "skipped", /No machine readable zone and no barcode/],
    ["nothing to read beside a typed zone", "nothing", { mrz: passport.lines }, "passed", /None was read/],
  ])("says of %s what it is", async (_, picture, fields, status, reason) => {
    const { ocr } = await evaluated({ id_front: picture }, fields);
    expect(ocr).toMatchObject({ status, details: { reason: expect.stringMatching(reason) } });
  });

  it("screens the name that was read, also when another one or none was typed", async () => {
    const admin = actorOf(organization, { environment: "live" });
    const { id: watchlistId } = await createWatchlist(admin, { name: "UN", checkType: "sanction" });
    const csv = "id,schema,name,aliases,birth_date,countries,dataset\nQ1,Person,Anna Maria Eriksson,,,ut,x\n";
    await uploadWatchlist(admin, { watchlistId, files: [Buffer.from(csv)] });
    for (const fields of [{}, { first_name: "Karl", last_name: "Anders" }]) {
      const { id, statuses } = await evaluated({ id_front: "passport" }, fields, {
        checks: ["document_ocr"],
      });
      expect(statuses.watchlist_screening).toBe("failed");
      // The same names are asked about afterwards.
      expect(await listSessionScreening(admin, { sessionId: id })).toMatchObject({
        ...{ isComparable: true, isDue: false },
      });
    }
  });

  it("stores no name that is cut", async () => {
    const { ocr, result } = await evaluated({ id_front: "cut" }, { last_name: "de Oliveira Cavalcanti" });
    expect(ocr).toMatchObject({ status: "passed", details: { cut_names: ["first_name", "last_name"] } });
    const { extracted_data } = result;
    expect(extracted_data).toMatchObject({ document_number: "CB067834", nationality: "PRT" });
    expect(extracted_data).not.toHaveProperty("last_name");
  });

  it("reads the barcode on the back of a licence", async () => {
    const typed = { document_type: "drivers_license", first_name: "Michael", last_name: "Sample" };
    const images = { id_front: "nothing", id_back: "licence" };
    const { ocr, result, statuses } = await evaluated(images, typed);
    expect(ocr).toMatchObject({
      status: "passed",
      details: { source: "barcode", document: "id_back", barcode_version: 10 },
    });
    expect(statuses.document_expiration).toBe("passed");
    expect(result.extracted_data).toMatchObject({
      ...{ document_number: "T64235789", date_of_birth: "1986-06-06", document_type: "drivers_license" },
      address: { city: "RICHMOND" },
    });
    const other = await evaluated(images, { ...typed, date_of_birth: "1986-06-07" });
    expect(other.ocr).toMatchObject({ status: "failed", details: { differs: ["date_of_birth"] } });
  });

  it("keeps what was read for a retry of another check, and does not read the pictures again", async () => {
    await db.reviewSettings.updateMany({
      where: { organizationPk: organization.pk, environment: "live" },
      data: { minimumAge: 120 },
    });
    const both: Record<string, string>[] = [
      { id_front: "passport" },
      { id_front: "nothing", id_back: "licence" },
    ];
    for (const images of both) {
      const { id } = await evaluated(images, {});
      const documents = await db.document.findMany({ where: { session: { id } } });
      for (const { blobKey } of documents) await blobs().put(blobKey ?? "", Buffer.from("damaged"));
      await call("POST", `/${id}/verifications/age_check/retry`, {});
      await evaluateWaiting();
      const attempts = await db.check.findMany({ where: { session: { id }, policy: "age_check" } });
      expect(attempts.map(({ status }) => status)).toEqual(["failed", "failed"]);
    }
  });

  it("does not join two documents", async () => {
    const { ocr } = await evaluated({ id_front: "passport", id_back: "french" }, {});
    expect(ocr).toMatchObject({
      status: "failed",
      details: { reason: expect.stringContaining("two different") },
    });
  });
});
