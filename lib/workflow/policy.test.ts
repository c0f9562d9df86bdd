import { describe, expect, it } from "vitest";
import { type RunFacts, rejectionCodeOf, routeRun } from "@/lib/workflow/policy";
import { type WorkflowRule, workflowRules } from "@/lib/workflow/schema";

const facts = (changes: Partial<RunFacts> = {}): RunFacts => ({
  riskScore: 10,
  country: "DE",
  documentType: "passport",
  signals: ["duplicate_email"],
  checks: new Map([
    ["document_expiration", "passed"],
    ["face_match", "passed"],
  ]),
  asked: ["document_expiration", "face_match"],
  ...changes,
});
const approve: WorkflowRule = { name: "all", route: "approve" };

describe("the rules of a workflow", () => {
  const met: [string, Partial<WorkflowRule>, boolean][] = [
    ["no condition", {}, true],
    ["a risk within", { minRiskScore: 10, maxRiskScore: 10 }, true],
    ["a risk below", { minRiskScore: 11 }, false],
    ["a risk above", { maxRiskScore: 9 }, false],
    ["a country", { countries: ["FR", "DE"] }, true],
    ["another country", { countries: ["FR"] }, false],
    ["a document and a signal", { documentTypes: ["passport"], signals: ["duplicate_email"] }, true],
    ["one of two conditions", { documentTypes: ["passport"], signals: ["vpn_detected"] }, false],
    ["a failed check", { failedChecks: ["face_match"] }, false],
    ["a skipped check", { skippedChecks: ["face_match"] }, false],
  ];
  it.each(met)("match by %s", (_, conditions, isMet) => {
    const { rule } = routeRun([{ name: "one", route: "reject", ...conditions }], facts());
    expect(rule).toBe(isMet ? "one" : null);
  });

  it.each(["skipped", "failed", "error", "pending"])("never approve with a check that is %s", (status) => {
    const checks = new Map([
      ["document_expiration", "passed"],
      ["face_match", status],
    ]);
    expect(routeRun([approve], facts({ checks }))).toMatchObject({ route: "review", held: ["face_match"] });
  });

  it("never approve with a check that was asked for and did not run, or another one that failed", () => {
    expect(routeRun([approve], facts({ asked: ["nfc_chip_auth"] })).route).toBe("review");
    const checks = new Map([["duplicate_detection", "failed"]]);
    expect(routeRun([approve], facts({ checks, asked: [] })).held).toEqual(["duplicate_detection"]);
    expect(routeRun([approve], facts()).route).toBe("approve");
  });

  it("are tried in their order, from behind the gate after an external decision", () => {
    const gate: WorkflowRule = { name: "gate", route: "external" };
    expect(routeRun([gate, approve], facts())).toMatchObject({ route: "external", next: 1 });
    expect(routeRun([gate, approve], facts(), 1)).toMatchObject({ route: "approve", rule: "all" });
    expect(routeRun([], facts())).toMatchObject({ route: "review", rule: null });
  });

  it("have names of their own and a range that is one", () => {
    expect(workflowRules.safeParse([approve, approve]).success).toBe(false);
    expect(workflowRules.safeParse([{ ...approve, minRiskScore: 50, maxRiskScore: 20 }]).success).toBe(false);
    expect(workflowRules.safeParse([{ ...approve, tags: ["x"] }]).success).toBe(false);
  });

  it("name the first reason of a rejection", () => {
    expect(rejectionCodeOf(new Map([["document_expiration", "failed"]]))).toBe("document_expired");
    expect(rejectionCodeOf(new Map([["document_expiration", "error"]]))).toBe("other");
  });
});
