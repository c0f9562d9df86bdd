import { describe, expect, it } from "vitest";
import { jurisdictionIds } from "@/lib/law/jurisdictions";
import type { RequestKind } from "@/lib/law/kinds";
import { kindsOffered, profileOn, profiles } from "@/lib/law/profiles";

/** The kinds that the API has had from the beginning. */
const first: RequestKind[] = ["access", "erasure", "access_and_erasure", "rectification", "restriction"];

describe("the kinds of requests", () => {
  it.each([
    ["gdpr", "2026-11-30", ["portability", "objection", "decision_review"]],
    ["uk_gdpr", "2026-06-18", ["portability", "objection", "decision_review"]],
    ["uk_gdpr", "2026-06-19", ["portability", "objection", "decision_review", "complaint"]],
    ["ccpa", "2026-12-31", ["portability"]],
    ["ccpa", "2027-01-01", ["portability", "decision_review", "automated_decision_access"]],
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

  it.each([
    ["uk_gdpr", "2026-02-04", "Art. 22(3)"],
    ["uk_gdpr", "2026-02-05", "Art. 22C"],
    ["ccpa", "2027-01-01", "§ 7221"],
  ] as const)("name the article of a review under %s on %s", (law, day, article) => {
    expect(profileOn(law, day).kinds.decision_review?.source.text).toContain(article);
  });

  it("are none before a law has rules", () => {
    expect(kindsOffered("gdpr", "2001-01-01")).toEqual([]);
  });
});
