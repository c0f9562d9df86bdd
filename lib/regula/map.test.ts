import { describe, expect, it } from "vitest";
import { checkBundle } from "@/lib/contract/bundle-reader";
import { regula } from "@/lib/regula/adapter";
import { regulaSettings } from "@/lib/regula/settings";
import { dayIn } from "@/lib/regula/text";
import { VendorError } from "@/lib/vendors/error";
import { cardAnswer, cardAnswerBySource, cardPictures, cardSession } from "@/test/vendors/regula-docreader";

const settings = regulaSettings.parse({});
const facts = {
  environment: "sandbox" as const,
  firstSeenAt: new Date("2026-11-20T10:00:00Z"),
  changedAt: new Date("2026-11-21T11:00:00Z"),
};
const of = await cardPictures();

function mapped(session: unknown, answer?: unknown, given: unknown = {}) {
  const record = {
    session: JSON.stringify(session),
    ...(answer ? { "file:doc_reader_results": JSON.stringify(answer) } : {}),
  };
  const found = regula.map(record, regulaSettings.parse(given), facts);
  const read = checkBundle(found.bundle);
  if (!read.bundle) throw new Error(JSON.stringify(read.faults));
  expect(read.aside).toEqual([]);
  return { ...found, record, bundle: read.bundle };
}
const checkIn = ({ bundle }: ReturnType<typeof mapped>, policy: string) =>
  bundle.verifications?.find((check) => check.policy === policy);
const detailsIn = (given: ReturnType<typeof mapped>, policy: string) =>
  checkIn(given, policy)?.details as Record<string, unknown>;
const failure = (run: () => unknown): VendorError => {
  try {
    run();
  } catch (error) {
    if (error instanceof VendorError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
};

const card = mapped(cardSession(), cardAnswer(of));

describe("the session", () => {
  it("keeps the id, the raw status and what the caller set", () => {
    expect(card.vendorStatus).toBe("4");
    expect(card.remarks).toEqual([]);
    expect(card.bundle.session).toMatchObject({
      id: "3f0b7a52-1111-4222-8333-444444444444",
      status: "under_review",
      is_sandbox: true,
      created_at: "2026-11-20T10:00:00.000Z",
      updated_at: "2026-11-21T11:00:00.000Z",
      external_ref: "order-77",
      metadata: { external_ref: "order-77", campaign: "spring" },
      country: "AT",
      document_type: "national_id",
      workflow_id: "wf-general-kyc",
      vendor: { name: "regula", status: "4", locale: "de" },
    });
  });

  it.each([
    [0, "pending", undefined],
    [1, "completed", "rejected"],
    [2, "completed", "approved"],
    [3, "completed", "approved"],
    [4, "under_review", "needs_review"],
    [1000, "completed", "rejected"],
  ])("reads status %i as %s, %s", (status, session, result) => {
    const found = mapped(cardSession({ status }), cardAnswer(of));
    expect([found.bundle.session.status, found.bundle.result?.status]).toEqual([session, result]);
    expect(found.remarks).toEqual([]);
  });

  it("lets a status that nobody knows need review, and says so", () => {
    const found = mapped(cardSession({ status: 77 }));
    expect([found.vendorStatus, found.bundle.session.status]).toEqual(["77", "under_review"]);
    expect(found.remarks.join()).toContain("do not name the status 77");
    expect(
      mapped(cardSession({ status: 77 }), undefined, { statuses: { 77: "rejected" } }).bundle.result?.status,
    ).toBe("rejected");
  });

  it("reads lists of properties and files like maps", () => {
    const { properties, files } = cardSession() as { properties: object; files: Record<string, unknown> };
    const lists = {
      properties: Object.entries(properties).map(([key, value]) => ({ key, value })),
      files: Object.entries(files).map(([name, file]) => ({
        name,
        ...(typeof file === "string" ? { url: file } : Object(file)),
      })),
    };
    expect(mapped(cardSession(lists), cardAnswer(of)).bundle).toEqual(card.bundle);
    const nested = { properties: { FULL_NAME: { value: "ERIKSSON", type: "str" } }, files: {} };
    expect(mapped(cardSession(nested)).bundle.result?.extracted_data?.last_name).toBe("ERIKSSON");
  });

  it.each([
    ["properties", "SURNAME"],
    ["properties", [{ value: "x" }]],
    ["files", [{ url: "https://idv.example/1" }]],
    ["files", { a: 7 }],
    ["status", "four"],
    ["id", ""],
    ["metadata", ["a"]],
  ])("says that %s cannot be read as %j", (key, value) => {
    const error = failure(() => mapped(cardSession({ [key]: value })));
    expect([error.fault, error.message]).toEqual(["unreadable", expect.stringContaining(key)]);
    expect(error.message).not.toContain("ERIKSSON");
  });
});

describe("the document", () => {
  it("gives the overall values, with the language without a number first", () => {
    expect(card.bundle.result?.extracted_data).toEqual({
      document_type: "national_id",
      document_issuing_state: "AT",
      document_number: "D23145890",
      document_expiration_date: "2030-04-15",
      date_of_birth: "1974-08-12",
      last_name: "ERIKSSON",
      first_name: "ANNA MARIA",
      nationality: "AT",
      gender: "female",
      address: "Musterweg 3, 1010 Wien",
    });
    expect(card.bundle.result).toMatchObject({ extracted_age: 52, country_used: "AT" });
  });

  it("tells the sources apart, and keeps the other language in the details", () => {
    const details = detailsIn(card, "document_ocr");
    expect(details.mrz_lines).toEqual([
      "I<UTOD231458907<<<<<<<<<<<<<<<",
      "7408122F3004153UTO<<<<<<<<<<<6",
      "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ]);
    expect(details.visual).toEqual({
      document_issuing_state: "AT",
      document_number: "D23145890",
      document_expiration_date: "2030-04-15",
      last_name: "ERIKSSEN",
      first_name: "ANNA MARIA",
      nationality: "Austria",
    });
    expect(details.barcode).toEqual({ document_number: "D23145890", address: "Musterweg 3, 1010 Wien" });
    expect(details.chip).toEqual({ document_number: "D23145890", date_of_birth: "1974-08-12" });
    const fields = details.fields as Record<string, unknown>[];
    expect(fields.find(({ language }) => language === 1049)).toMatchObject({
      name: "Surname",
      value: "Эрикссон",
    });
    expect(fields.find(({ type, language }) => type === 8 && !language)).toMatchObject({
      status: "failed",
      comparison: "failed",
      comparisons: [{ left: "MRZ", right: "VISUAL", status: "failed" }],
    });
    expect(fields.find(({ type }) => type === 682)).toMatchObject({ value: "SPECIMEN" });
  });

  it.each([
    ["document_quality", "passed"],
    ["document_type", "passed"],
    ["document_ocr", "failed"],
    ["mrz", "passed"],
    ["document_expiration", "passed"],
    ["document_authenticity", "passed"],
    ["chip", "passed"],
    ["portrait_comparison", "skipped"],
    ["stop_list", "skipped"],
    ["liveness", "passed"],
    ["face_match", "passed"],
    ["age_check", undefined],
    ["mobile_driving_licence", undefined],
  ])("check %s is %s", (policy, status) => {
    expect(checkIn(card, policy)?.status).toBe(status);
    if (status === "skipped") expect(detailsIn(card, policy).reason).toBe("Regula did not run this check.");
  });

  it("lists every examination of authenticity by its name", () => {
    expect(detailsIn(card, "document_authenticity").examinations).toEqual([
      {
        examination: "image pattern",
        type: 4,
        page: 0,
        result: "passed",
        elements: [{ element: 17, result: "passed", diagnose: 1, is_critical: true }],
      },
      {
        examination: "document liveness",
        type: 2097152,
        page: 0,
        result: "failed",
        elements: [{ element: 36, result: "failed", diagnose: 233, is_critical: false }],
      },
    ]);
    expect(detailsIn(card, "chip")).toMatchObject({ PA: "passed", AA: "skipped" });
  });

  it.each([
    [0, "passed"],
    ["0", "passed"],
    [1, "failed"],
    [2, "skipped"],
  ])("liveness %j is %s: 0 means confirmed", (LIVENESS_STATUS, status) => {
    expect(checkIn(mapped(cardSession({ properties: { LIVENESS_STATUS } })), "liveness")?.status).toBe(
      status,
    );
  });

  it.each([
    [0.8, "passed", 0.8],
    [0.79, "failed", 0.79],
    ["0.91", "passed", 0.91],
    [91, "passed", 0.91],
    [-4, "error", undefined],
  ])("a similarity of %j is %s", (LIVENESS_DOC_SIMILARITY, status, score) => {
    const found = mapped(cardSession({ properties: { LIVENESS_DOC_SIMILARITY } }));
    expect(checkIn(found, "face_match")).toMatchObject({ status });
    expect([checkIn(found, "face_match")?.score, found.bundle.result?.face_match_score]).toEqual([
      score,
      score,
    ]);
  });

  it.each([
    [11, "passport"],
    [20, "national_id"],
    [24, "residence_permit"],
    [215, "residence_permit"],
    [178, "visa"],
    [49, "drivers_license"],
    [172, "passport_card"],
  ])("type %i is %s", (DOCTYPE, kind) => {
    expect(mapped(cardSession({ properties: { DOCTYPE } })).bundle.session.document_type).toBe(kind);
  });

  it("reads answers that have containers of each source only", () => {
    const found = mapped(cardSession(), cardAnswerBySource(of));
    expect(found.bundle.result?.extracted_data).toMatchObject({
      last_name: "ERIKSSON",
      first_name: "ANNA MARIA",
      document_number: "D23145890",
      date_of_birth: "1974-08-12",
    });
    expect(detailsIn(found, "document_ocr")).toMatchObject({ chip: { date_of_birth: "1974-08-12" } });
    expect(checkIn(found, "document_ocr")?.status).toBe("skipped");
    expect(detailsIn(found, "document_ocr").reason).toBe("Regula does not say whether the text is right.");
    expect(found.bundle.documents?.map(({ document_type, page }) => page ?? document_type)).toEqual(
      expect.arrayContaining(["front", "back", "portrait", "signature", "chip_portrait", "selfie"]),
    );
  });

  it("takes the properties where there is no answer, and says that the file is not there", () => {
    const found = mapped(cardSession());
    expect(found.bundle.result?.extracted_data).toEqual({
      last_name: "ERIKSSON ANNA MARIA",
      document_type: "national_id",
    });
    expect(found.remarks).toEqual([
      expect.stringContaining("DocReader answer was not there"),
      expect.stringContaining("one piece"),
    ]);
  });

  it.each([
    ["8/12/1974", "M/d/yyyy", "1974-08-12"],
    ["12.08.1974", "dd.MM.yyyy", "1974-08-12"],
    ["1974-08-12", "yyyy-MM-dd", "1974-08-12"],
    ["13/40/1974", "M/d/yyyy", "13/40/1974"],
    ["740812", "yyMMdd", "740812"],
    ["8/12/1974", null, "8/12/1974"],
    ["8/12/1974", "(a+)+/yyyy", "8/12/1974"],
  ])("reads the day %s of the form %s as %s", (day, format, read) => {
    expect(dayIn(day, format)).toBe(read);
  });
});

describe("images", () => {
  it("has one of each place, in white light, and the same bytes", async () => {
    const expected = {
      front: of.front,
      back: of.back,
      portrait: of.portrait,
      chip_portrait: of.chipPortrait,
      signature: of.signature,
      ghost_portrait: of.ghost,
    };
    const { id } = card.bundle.session;
    expect(card.bundle.documents?.map((document) => document.id).toSorted()).toEqual(
      [...Object.keys(expected), "selfie"].map((name) => `${id}/${name}`).toSorted(),
    );
    expect(
      card.bundle.documents?.slice(0, 2).map(({ page, document_type }) => [page, document_type]),
    ).toEqual([
      ["front", "national_id"],
      ["back", "national_id"],
    ]);
    for (const [name, bytes] of Object.entries(expected)) {
      const found = card.bundle.documents?.find((document) => document.id === `${id}/${name}`);
      const read = await regula.image(null, card.record, settings, found?.download_url ?? "");
      expect([name, read?.equals(bytes)]).toEqual([name, true]);
    }
  });

  it("says so when an image is no Base64, and finds none in a record without it", async () => {
    const url = card.bundle.documents?.[0]?.download_url ?? "";
    const text = card.record["file:doc_reader_results"]?.replaceAll(of.front.toString("base64"), "%%%") ?? "";
    await expect(
      regula.image(null, { ...card.record, "file:doc_reader_results": text }, settings, url),
    ).rejects.toThrow("no Base64");
    expect(await regula.image(null, { session: "{}" }, settings, url)).toBeNull();
    expect(
      await regula.image(null, card.record, settings, "answer:session#/__proto__/constructor"),
    ).toBeNull();
  });
});

describe("essence", () => {
  it("does not change with signatures and times of the answer", () => {
    const again = {
      ...cardAnswer(of),
      elapsedTime: 99,
      TransactionInfo: { ...cardAnswer(of).TransactionInfo, DateTime: "2026-11-22" },
    };
    const session = JSON.stringify(cardSession()).replaceAll("abc123", "def456");
    const other = { session, "file:doc_reader_results": JSON.stringify(again) };
    expect(regula.essence(other)).toEqual(regula.essence(card.record));
    expect(regula.essence({ ...other, session: JSON.stringify(cardSession({ status: 2 })) })).not.toEqual(
      regula.essence(card.record),
    );
  });
});
