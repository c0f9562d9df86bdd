import { describe, expect, it } from "vitest";
import { jurisdictionIds } from "@/lib/law/jurisdictions";
import type { RequestKind } from "@/lib/law/kinds";
import { kindsOffered, profiles } from "@/lib/law/profiles";

/** The kinds that the API has had from the beginning. */
const first: RequestKind[] = ["access", "erasure", "access_and_erasure", "rectification", "restriction"];

describe("the kinds of requests", () => {
  it.each([
    ["gdpr", "2026-11-30", ["portability"]],
    ["uk_gdpr", "2026-11-30", ["portability"]],
    ["ccpa", "2026-11-30", ["portability"]],
  ] as const)("that %s offers on %s", (law, day, further) => {
    expect(kindsOffered(law, day)).toEqual([...first, ...further]);
  });

  it("that the API has had from the beginning are offered by every profile, and each has a source", () => {
    for (const profile of jurisdictionIds.flatMap((id) => profiles[id])) {
      expect(Object.keys(profile.kinds)).toEqual(expect.arrayContaining(first));
      for (const { source } of Object.values(profile.kinds)) {
        expect(source.text).toMatch(/\d/);
        expect(source.url).toMatch(/^https:\/\//);
      }
    }
  });

  it("are none before a law has rules", () => {
    expect(kindsOffered("gdpr", "2001-01-01")).toEqual([]);
  });
});
