import { describe, expect, it } from "vitest";
import { type Progress, whyNot } from "@/lib/requests/policy";

const at = new Date("2026-03-02T10:00:00Z");
const fresh: Progress = {
  kind: "access_and_erasure",
  status: "open",
  receivedAt: at,
  verifiedAt: null,
  verifiedHow: null,
  searchedAt: null,
  reviewedAt: null,
  approvedAt: null,
  deliveredAt: null,
  partDeliveredAt: null,
  erasedAt: null,
  agentRole: null,
  agentProvenAt: null,
  acknowledgedAt: null,
  openedAt: null,
  concludedAt: null,
  outcome: null,
  liftedAt: null,
  actedAt: null,
  closedAt: null,
  builtAt: null,
  needsApproval: true,
  proposed: 0,
};
const upTo = (...done: (keyof Progress)[]): Progress => ({
  ...fresh,
  ...Object.fromEntries(done.map((name) => [name, at])),
});
const reviewed = upTo("verifiedAt", "searchedAt", "reviewedAt");
const approved = { ...reviewed, approvedAt: at };
const delivered = { ...approved, builtAt: at, deliveredAt: at };

describe("a step", () => {
  it.each([
    ["found", fresh, /Verify the requester/],
    ["found", upTo("verifiedAt"), null],
    ["found", upTo("verifiedAt", "searchedAt"), null],
    ["found", reviewed, /Too late.*reviewed/],
    ["reviewed", { ...upTo("verifiedAt", "searchedAt"), proposed: 1 }, /Search first/],
    ["reviewed", upTo("verifiedAt", "searchedAt"), null],
    ["reviewed", reviewed, /already done/],
    ["approved", approved, /already done/],
    ["packaged", reviewed, /second person/],
    ["packaged", approved, null],
    ["packaged", { ...approved, builtAt: at }, null],
    ["packaged", delivered, /Too late.*delivered/],
    ["delivered", delivered, /already done/],
    ["erased", { ...approved, builtAt: at }, /Deliver the package first/],
    ["erased", delivered, null],
    ["erased", { ...delivered, erasedAt: at }, /already done/],
    ["evidence", delivered, /Erase the eligible data/],
    ["evidence", { ...delivered, erasedAt: at }, null],
    ["restricted", { ...upTo("verifiedAt", "searchedAt"), kind: "restriction" }, /Review the answer/],
    ["restricted", { ...approved, kind: "restriction" }, null],
    ["restricted", { ...approved, kind: "restriction", actedAt: at }, /already done/],
    ["evidence", { ...approved, kind: "restriction" }, /Restrict the accepted sessions/],
    ["evidence", { ...approved, kind: "restriction", actedAt: at }, null],
    ["evidence", { ...approved, kind: "rectification" }, /Correct every accepted session/],
    ["evidence", { ...approved, kind: "rectification", actedAt: at }, null],
    ["erased", { ...delivered, status: "completed" }, /closed/],
    ["packaged", { ...approved, kind: "portability" }, null],
    ["erased", { ...delivered, kind: "portability" }, /does not have this step/],
    ["evidence", { ...approved, kind: "portability", builtAt: at }, /Deliver the package/],
    ["evidence", { ...delivered, kind: "portability" }, null],
    ["verified", { ...fresh, kind: "complaint" }, /does not have this step/],
    ["concluded", { ...fresh, kind: "complaint" }, /Acknowledge the complaint/],
    ["concluded", { ...upTo("acknowledgedAt"), kind: "complaint" }, null],
    ["delivered", { ...upTo("acknowledgedAt"), kind: "complaint" }, /Record the conclusion/],
    ["found", { ...upTo("verifiedAt"), agentRole: "parent" }, /proof that the agent/],
    ["found", { ...upTo("verifiedAt", "agentProvenAt"), agentRole: "parent" }, null],
    ["authorized", upTo("verifiedAt"), /nobody asks/],
    ["opened", { ...reviewed, kind: "decision_review" }, /second person/],
    ["opened", { ...approved, kind: "decision_review" }, null],
    ["delivered", { ...approved, kind: "decision_review", openedAt: at }, /Record the outcomes/],
    ["concluded", { ...approved, kind: "objection" }, /Restrict the accepted/],
    ["erased", { ...delivered, kind: "objection", actedAt: at }, /Record the conclusion/],
    [
      "erased",
      { ...delivered, kind: "objection", actedAt: at, concludedAt: at, outcome: "not_upheld" },
      /does not lead/,
    ],
    ["erased", { ...delivered, kind: "objection", actedAt: at, concludedAt: at, outcome: "upheld" }, null],
    [
      "lifted",
      { ...delivered, kind: "objection", actedAt: at, concludedAt: at, outcome: "not_upheld" },
      null,
    ],
  ] as const)("%s after the steps done", (step, facts, refusal) => {
    const said = whyNot(step, facts);
    if (refusal === null) expect(said).toBeNull();
    else expect(said).toMatch(refusal);
  });
});
