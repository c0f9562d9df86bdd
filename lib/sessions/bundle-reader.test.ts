import { describe, expect, it } from "vitest";
import { checkBundle, readBundle } from "@/lib/sessions/bundle-reader";
import { sampleBundle, withValueAt } from "@/prisma/factories";

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
      ["documents", 0, "size_bytes"],
      "many",
      { path: "documents[0].size_bytes", expected: "number" },
    ],
    ["a missing section", ["session"], undefined, { path: "session", expected: "object", found: "nothing" }],
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
  ])("with %s is said by path, expectation and finding", (_, at, value, fault) => {
    expect(faultsWith(at, value)?.[0]).toMatchObject(fault);
  });

  it("never repeats the value it found", () => {
    expect(JSON.stringify(faultsWith(["session", "status"], "Emily Johnson"))).not.toContain("Emily");
  });

  it.each([
    ["truncated text", Buffer.from('{"session": {"id": '), "one JSON object"],
    ["invalid UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), "UTF-8 text"],
    ["nothing", Buffer.alloc(0), "one JSON object"],
    [
      "very deep nesting",
      Buffer.from(`{"session":${"[".repeat(5_000)}${"]".repeat(5_000)}}`),
      "at most 64 levels of nesting",
    ],
  ])("of %s is refused", (_, bytes, expected) => {
    expect(readBundle(bytes).faults?.[0]?.expected).toBe(expected);
  });
});
