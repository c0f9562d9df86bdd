import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type Bundle, bundleSchema } from "@/lib/contract/bundle";
import { parseExact } from "@/lib/format/exact-json";
import { dataPaperOf } from "@/lib/packages/papers";

const sample = (): Bundle =>
  bundleSchema.parse(JSON.parse(readFileSync("test/fixtures/verifa-session-export.json", "utf8")));

/** Every label and value of a paper, by the title of the section. */
const shown = (bundle: Bundle) =>
  Object.fromEntries(
    dataPaperOf(bundle, "UTC").sections.map(({ title, pairs = [] }) => [
      title,
      Object.fromEntries(pairs.map(([name, value]) => [name, value])),
    ]),
  );

it("says in words what is stored", () => {
  const paper = shown(sample());
  expect(paper["Your data, as read from your document or form"]).toMatchObject({
    "First name": "Emily",
    "Date of birth": "12 Apr 1995",
    Nationality: "United States (US)",
    "Address · Line 1": "123 Maple Street",
    "Address · Postal code": "62704",
    "Valid until": "11 Apr 2030",
  });
  expect(paper["The verification"]).toMatchObject({
    Test: "Yes",
    Recorded: "15 Jun 2024, 09:30:00 UTC",
    "Further data · Customer ID": "cust_123456",
    "Kind of document": "Passport",
    Tags: "kyc, priority",
  });
  expect(paper["Passport, Front"]).toMatchObject({ "File format": "JPEG image", "File size": "246\u202fkB" });
  expect(paper["IP reported for abuse"]).toMatchObject({ "Risk score": "45", "Risk level": "Medium" });
});

it("has no name of a field, and no yes or no of a program", () => {
  for (const { title, pairs = [] } of dataPaperOf(sample(), "UTC").sections)
    for (const text of [title, ...pairs.flat()]) {
      expect(text).not.toMatch(/^(true|false|null)$|is sandbox|mime type|image\/jpeg/i);
      if (title !== "Notes of reviewers") expect(title).not.toMatch(/_/);
    }
});

/** Collects every value of a bundle as text. */
function leaves(value: unknown): string[] {
  if (value === null || value === undefined || value === "") return [];
  if (typeof value === "object") return Object.values(value).flatMap(leaves);
  return [String(value)];
}

it("leaves out nothing that is text of the person or of a note", () => {
  const bundle = sample();
  const all = dataPaperOf(
    {
      ...bundle,
      unknown_part: [{ some_thing: "kept" }],
      session: { ...bundle.session, fields: { nested: { deep: ["one", { two: "three" }] } } },
    },
    "UTC",
  ).sections.flatMap(({ pairs = [] }) => pairs.map(([, value]) => value));
  const texts = leaves([
    bundle.case_notes?.map(({ content }) => content),
    bundle.session.metadata,
    "one",
    "three",
    "kept",
  ]);
  for (const text of texts) expect(all).toContain(text);
});

it("keeps values that are not of the expected form, and numbers as they were written", () => {
  const bundle = sample();
  const extracted = parseExact(
    '{"date_of_birth":"1995-00-00","document_number":9007199254740993,"nationality":"Narnia"}',
  );
  const paper = shown({
    ...bundle,
    result: bundle.result && { ...bundle.result, extracted_data: extracted as Record<string, string> },
  });
  expect(paper["Your data, as read from your document or form"]).toEqual({
    "Date of birth": "1995-00-00",
    "Document number": "9007199254740993",
    Nationality: "Narnia",
  });
});

it("shows an image with its document, and says why one is not shown", () => {
  const bundle = sample();
  const at = (download_url: string): Bundle => ({
    ...bundle,
    documents: bundle.documents?.map((document) => ({ ...document, download_url })),
  });
  const image = { bytes: new Uint8Array(), width: 1, height: 1, caption: "Passport" };
  const images = new Map([["images/passport.jpg", image]]);
  const document = (of: Bundle) =>
    dataPaperOf(of, "UTC", images).sections.find(({ title }) => title === "Passport, Front");
  expect(document(at("images/passport.jpg"))?.images).toEqual([image]);
  expect(document(at("[withheld by law]"))?.images).toBeUndefined();
  expect(document(at("[withheld by law]"))?.pairs).toContainEqual(["Image", "[withheld by law]"]);
});

it.each([
  ["JPN", "ja"],
  ["KR", "ko"],
  ["TWN", "zh-Hant"],
  ["CHN", "zh"],
])("Chinese characters of a document of %s have the forms of %s", (state, language) => {
  const bundle = sample();
  const { sections } = dataPaperOf(
    {
      ...bundle,
      result: bundle.result && {
        ...bundle.result,
        extracted_data: { last_name: "直", first_name: "A", document_issuing_state: state },
      },
    },
    "UTC",
  );
  expect(sections[0]?.pairs?.[0]).toEqual(["Last name", "直", language]);
  expect(sections[0]?.pairs?.[1]).toEqual(["First name", "A"]);
});

it("names days in the time zone of the request, as the letter does", () => {
  const bundle = sample();
  const at = "2024-06-15T23:30:00Z";
  const { intro, sections } = dataPaperOf(
    {
      ...bundle,
      session: { ...bundle.session, created_at: at },
      case_notes: bundle.case_notes?.slice(0, 1).map((note) => ({ ...note, created_at: at })),
    },
    "Europe/Berlin",
  );
  expect(intro?.[0]).toContain("16 Jun 2024");
  expect(sections.map(({ title }) => title)).toContain("Note 1, 16 Jun 2024");
});

it("spells out invisible signs in names of fields and in codes", () => {
  const bundle = sample();
  const { sections } = dataPaperOf(
    {
      ...bundle,
      session: { ...bundle.session, metadata: { "a\u202eb": "1" } },
      documents: bundle.documents?.map((document) => ({ ...document, document_type: "c\u202ed" })),
      "e\u202ef": { value: "2" },
    },
    "UTC",
  );
  const texts = sections.flatMap(({ title, pairs = [] }) => [title, ...pairs.map(([name]) => name)]);
  expect(texts.join("\n")).not.toContain("\u202e");
  expect(texts).toContain("Further data · A[U+202E]b");
  expect(texts).toContain("C[U+202E]d, Front");
  expect(texts).toContain("E[U+202E]f");
});
