import { expect, it } from "vitest";
import { articleOf, whyNotGround } from "@/lib/refusals/policy";

const whyNot = (ground: Parameters<typeof whyNotGround>[0], kind: string, jurisdiction: "gdpr" | "ccpa") =>
  whyNotGround(ground, { kind, jurisdiction, isVerified: false });

it("the rights of others refuse only what is disclosed, by the article of its right", () => {
  for (const kind of ["access", "portability", "automated_decision_access"])
    expect(whyNot("third_party", kind, "gdpr"), kind).toBeNull();
  for (const kind of ["erasure", "access_and_erasure", "rectification"])
    expect(whyNot("third_party", kind, "gdpr"), kind).not.toBeNull();
  for (const law of ["gdpr", "uk_gdpr"] as const) {
    expect(articleOf("third_party", law, "access")).toBe("15(4)");
    expect(articleOf("third_party", law, "portability")).toBe("20(4)");
  }
  expect(articleOf("third_party", "ccpa", "portability")).toContain("1798.145(k)");
});

it("an identity is no ground in California where none may be asked for", () => {
  for (const kind of ["restriction", "decision_review"]) {
    expect(whyNot("not_identified", kind, "ccpa"), kind).not.toBeNull();
    expect(whyNot("not_identified", kind, "gdpr"), kind).toBeNull();
  }
  for (const kind of ["access", "erasure", "rectification", "automated_decision_access"])
    expect(whyNot("not_identified", kind, "ccpa"), kind).toBeNull();
});
