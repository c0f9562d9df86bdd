import { afterAll, beforeAll, expect, it } from "vitest";
import { getDesk } from "@/lib/cases/desk";
import { claimCase } from "@/lib/cases/write";
import { checkBundle } from "@/lib/contract/bundle-reader";
import { importBundle } from "@/lib/imports/import";
import { regula } from "@/lib/regula/adapter";
import { regulaSettings } from "@/lib/regula/settings";
import { actorOf, createMember, createOrganization, removeAllSessions } from "@/test/factories";
import { db } from "@/test/test-db";
import { cardAnswer, cardPictures, cardSession } from "@/test/vendors/regula-docreader";

beforeAll(removeAllSessions);
afterAll(removeAllSessions);

it("shows a session of Regula's at the desk: what each source says, the checks and the pictures", async () => {
  const organization = await createOrganization();
  const actor = actorOf(organization);
  const record = {
    session: JSON.stringify(cardSession()),
    "file:doc_reader_results": JSON.stringify(cardAnswer(await cardPictures())),
  };
  const settings = regulaSettings.parse({});
  const at = new Date("2026-11-20T10:00:00Z");
  const mapped = regula.map(record, settings, {
    environment: actor.scope.environment,
    firstSeenAt: at,
    changedAt: at,
  });
  const { bundle } = checkBundle(mapped.bundle);
  if (!bundle) throw new Error("no bundle");
  const options = {
    source: "regula",
    readImage: (downloadUrl: string) => regula.image(null, record, settings, downloadUrl),
  };
  const selfie = "documents[6].download_url";
  expect(await importBundle(actor, bundle, options)).toEqual({
    outcome: "created",
    images: 6,
    missingImages: [selfie],
  });
  expect(await importBundle(actor, bundle, options)).toMatchObject({ outcome: "unchanged" });

  const reviewer = await createMember(organization, ["reviewer"]);
  const { id: caseId } = await db.reviewCase.findFirstOrThrow({
    where: { session: { id: bundle.session.id } },
  });
  await claimCase(reviewer, { caseId });
  const desk = await getDesk(reviewer, { caseId });
  const rowOf = (field: string) => desk.fields.find((row) => row.field === field);
  expect(rowOf("last_name")).toMatchObject({
    shown: "ERIKSSON",
    verdict: "mismatch",
    sources: [
      { source: "extracted", value: "ERIKSSON" },
      { source: "mrz", value: "ERIKSSON" },
      { source: "visual", value: "ERIKSSEN" },
    ],
  });
  expect(rowOf("first_name")).toMatchObject({ shown: "ANNA MARIA", verdict: "match" });
  expect(rowOf("date_of_birth")).toMatchObject({
    verdict: "match",
    sources: expect.arrayContaining([{ source: "chip", value: "1974-08-12" }]),
  });
  expect(rowOf("address")).toMatchObject({ shown: "Musterweg 3, 1010 Wien" });
  expect(desk.mrz).toMatchObject({
    format: "TD1",
    lines: expect.arrayContaining(["ERIKSSON<<ANNA<MARIA<<<<<<<<<<"]),
  });
  expect(desk.checks.map(({ policy, status }) => `${policy} ${status}`)).toEqual(
    expect.arrayContaining([
      "document_ocr failed",
      "chip passed",
      "liveness passed",
      "face_match passed",
      "stop_list skipped",
    ]),
  );

  const documents = await db.document.findMany({
    where: { session: { id: bundle.session.id } },
    orderBy: { pk: "asc" },
  });
  expect(documents.map(({ docType, blobKey }) => [docType, blobKey !== null])).toEqual([
    ["id_front", true],
    ["id_back", true],
    ["portrait", true],
    ["chip_portrait", true],
    ["ghost_portrait", true],
    ["signature", true],
    ["selfie", false],
  ]);
});
