import { describe, expect, it } from "vitest";
import { checkBundle, readBundle } from "@/lib/contract/bundle-reader";
import { fixture, sampleBundle, withValueAt } from "@/test/factories";

const faultsWith = (at: (string | number)[], value?: unknown) =>
  checkBundle(withValueAt(sampleBundle(), at, value)).faults;

describe("a broken bundle", () => {
  it.each([
    [
      "a wrong type",
      ["session", "is_sandbox"],
      "yes",
      { path: "session.is_sandbox", expected: "boolean", found: "a string of 3 characters" },
    ],
    [
      "an unknown status",
      ["session", "status"],
      "done",
      { path: "session.status", found: "a string of 4 characters" },
    ],
    [
      "a broken list entry",
      ["documents", 0, "id"],
      7,
      { path: "documents[0].id", expected: "string", found: "a number" },
    ],
    ["a missing section", ["session"], undefined, { path: "(file)", found: "an object" }],
    [
      "a wrong time",
      ["session", "created_at"],
      "yesterday",
      { path: "session.created_at", expected: "an ISO 8601 instant such as 2024-06-15T09:30:00Z" },
    ],
    [
      "a result of another session",
      ["result", "session_id"],
      "ses_else",
      { path: "result.session_id", found: "another id" },
    ],
    ["a document twice", ["documents", 1], sampleBundle().documents?.[0], { path: "documents[1]" }],
    [
      "personal data of a redacted session",
      ["session", "retention_status"],
      "redacted",
      { path: "session.metadata" },
    ],
    ["a NUL in a column", ["session", "external_ref"], "a\0b", { path: "session.external_ref" }],
    [
      "51 metadata keys",
      ["session", "metadata"],
      Object.fromEntries(Array.from({ length: 51 }, (_, at) => [at, 1])),
      { path: "session.metadata", expected: "at most 50 keys" },
    ],
  ])("with %s is reported with its path, the expected and the found kind of value", (_, at, value, fault) => {
    expect(faultsWith(at, value)?.[0]).toMatchObject(fault);
  });

  it("of another kind gets an explanation of bundles, with a link to the document", () => {
    const session = sampleBundle().session;
    const list = fixture<Record<string, unknown>>("reading/vendor/stripe-list.json");
    const vendors = [
      "onfido-check",
      "persona-inquiry",
      "regula-docreader",
      "regula-idv-session",
      "stripe-verification-report",
      "stripe-verification-session",
      "sumsub-applicant",
      "veriff-decision",
    ];
    const given = [
      ...vendors.map((name) => fixture(`reading/vendor/${name}.json`)),
      list,
      session,
      sampleBundle().result,
      { data: [session] },
      [],
      7,
      "x",
      null,
      { session: "ses_1" },
    ];
    for (const value of given) {
      const { faults } = checkBundle(value);
      expect(faults).toHaveLength(1);
      expect(faults?.[0]?.expected).toMatch(/export bundle of one session.*docs\/import\.md/);
    }
  });

  it("of broken JSON is reported by the place, without its content", () => {
    const texts = [
      '{"ssn":"123-45-6789","w":NaN}',
      '{"ssn":"123-45-6789" "w":1}',
      '{"ssn":"123-45-6789',
      "{'ssn':'123-45-6789'}",
      '{"ssn":123456789,}',
    ];
    for (const text of texts) {
      const { faults } = readBundle(Buffer.from(text));
      expect(faults?.[0]?.path).toMatch(/^\(file, line 1, column \d+\)$/);
      expect(JSON.stringify(faults)).not.toMatch(/123|ssn/);
    }
  });

  it("is reported with the session's id, and with its fields in the sender's spelling", () => {
    const camel = fixture<{ session: Record<string, unknown> }>("reading/raw/own-export-camel.json");
    const kebab = fixture<{ session: Record<string, unknown> }>("reading/raw/own-export-kebab.json");
    const broken = (bundle: { session: Record<string, unknown> }, key: string) =>
      checkBundle({ ...bundle, session: { ...bundle.session, [key]: "yesterday" } });
    expect(broken(camel, "createdAt")).toMatchObject({
      id: "ses_case_leap",
      faults: [{ path: "session.createdAt" }],
    });
    expect(broken(kebab, "created-at")).toMatchObject({
      id: "ses_case_leap",
      faults: [{ path: "session.created-at" }],
    });
  });

  it("is never quoted in its faults", () => {
    expect(JSON.stringify(faultsWith(["session", "status"], "Emily Johnson"))).not.toContain("Emily");
  });

  it.each([
    ["truncated text", Buffer.from('{"session": {"id": '), "valid JSON"],
    ["invalid UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), "UTF-8 text"],
    ["nothing", Buffer.alloc(0), "valid JSON"],
    [
      "very deep nesting",
      Buffer.from(`{"session":${"[".repeat(5_000)}${"]".repeat(5_000)}}`),
      "at most 64 levels of nesting",
    ],
  ])("of %s is refused", (_, bytes, expected) => {
    expect(readBundle(bytes).faults?.[0]?.expected).toBe(expected);
  });
});

describe("a bundle", () => {
  it("is read in every spelling that exports use", () => {
    const [camel, kebab] = ["camel", "kebab"].map(
      (name) => checkBundle(fixture(`reading/raw/own-export-${name}.json`)).bundle,
    );
    expect(camel?.session).toMatchObject({
      id: "ses_case_leap",
      is_sandbox: true,
      document_type: "passport",
    });
    expect(kebab?.session).toEqual(camel?.session);
    expect(camel?.result?.extracted_data).toHaveProperty("first_name");
  });

  it.each([
    ["session.token_expires_at", ["session", "token_expires_at"], "soon"],
    ["session.country", ["session", "country"], "United States"],
    ["session.tags", ["session", "tags"], ["a", "a"]],
    ["session.processing_attempts", ["session", "processing_attempts"], 1.5],
    ["result.face_match_score", ["result", "face_match_score"], "high"],
    ["documents[0].size_bytes", ["documents", 0, "size_bytes"], 3_000_000_000],
    ["documents[0].captured_at", ["documents", 0, "captured_at"], "0001-01-01T00:00:00Z"],
    ["screening[0].hits[0].match_score", ["screening", 0, "hits", 0, "match_score"], "94 %"],
    ["case_notes[0].created_at", ["case_notes", 0, "created_at"], "today"],
  ])("is read without an invalid %s, which is reported and set aside", (path, at, value) => {
    const reading = checkBundle(withValueAt(sampleBundle(), at, value));
    expect(reading.faults).toBeUndefined();
    expect(reading.bundle && reading.aside.map((fault) => fault.path)).toEqual([path]);
  });

  it("is refused for an invalid field that determines what happens to the session", () => {
    for (const at of [
      ["session", "retention_status"],
      ["session", "updated_at"],
      ["result", "status"],
      ["session", "metadata"],
    ])
      expect(faultsWith(at, "nonsense")?.[0]?.path).toBe(at.join("."));
  });

  it("may have an address in one line", () => {
    const at = ["result", "extracted_data", "address"];
    const { bundle } = checkBundle(withValueAt(sampleBundle(), at, "1 Elm St, Boston"));
    expect(bundle?.result?.extracted_data?.address).toBe("1 Elm St, Boston");
    expect(faultsWith(at, true)?.[0]).toMatchObject({
      expected: "an object or a string",
      found: "a boolean",
    });
  });

  it("may never expire, and may have numbers as values of its document", () => {
    const never = withValueAt(sampleBundle(), ["session", "token_expires_at"], "9999-12-31T23:59:59Z");
    expect(checkBundle(never)).toMatchObject({ aside: [] });
    const numbered = withValueAt(sampleBundle(), ["result", "extracted_data", "document_number"], 12345678);
    expect(checkBundle(numbered)).toMatchObject({ aside: [] });
  });
});
