import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextPath } from "@/lib/auth/next-path";

const here = "https://desk.example";

describe("the path after signing in", () => {
  it.each([
    ["/live/queue?tab=mine", "/live/queue?tab=mine"],
    ["/", "/"],
    [undefined, "/"],
    ["", "/"],
    ["live/queue", "/"],
    ["//evil.example/x", "/"],
    ["/\\\\evil.example", "/"],
    ["/.//evil.example/phish", "/"],
    ["/..//evil.example", "/"],
    ["/%2e//evil.example", "/"],
    ["/x/..//evil.example", "/"],
    ["/a/%2E%2e//evil.example", "/"],
    ["/\t/evil.example", "/"],
    ["https://evil.example/", "/"],
    ["javascript:alert(1)", "/"],
  ])("of %j is %j", (given, path) => expect(nextPath(given)).toBe(path));

  it("never leads to another site, whatever is given", () => {
    const part = fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      "%2e",
      "%2f",
      "%5c",
      "//",
      "evil.example",
      "@",
      ":",
      "\t",
      "\n",
      "?",
      "#",
      "x",
    );
    const given = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(part, { maxLength: 8 }).map((parts) => `/${parts.join("")}`),
    );
    fc.assert(
      fc.property(given, (text) => {
        const path = nextPath(text);
        expect(path.startsWith("/")).toBe(true);
        expect(new URL(path, here).origin).toBe(here);
      }),
      { numRuns: 5_000 },
    );
  });
});
