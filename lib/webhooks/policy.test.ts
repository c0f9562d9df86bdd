import { expect, it } from "vitest";
import { eventConditions } from "@/lib/contract/event-filter";
import { meets, nameFor } from "@/lib/webhooks/policy";

const payload = {
  event: "session.approved",
  status: "completed",
  new_hits: 3,
  external_ref: null,
  has_match: false,
};

it.each([
  ["status", "==", "completed", true],
  ["status", "==", "Completed", false],
  ["status", "!=", "failed", true],
  ["case_id", "!=", "rvc_1", true],
  ["has_match", "==", false, true],
  ["external_ref", "==", null, true],
  ["new_hits", ">", 2, true],
  ["new_hits", ">", 3, false],
  ["new_hits", ">=", 3, true],
  ["new_hits", "<", 3, false],
  ["new_hits", "<=", 3, true],
  ["case_id", ">", 0, false],
  ["status", "in", ["failed", "completed"], true],
  ["case_id", "in", ["rvc_1"], false],
  ["case_id", "not_in", ["rvc_1"], true],
  ["event", "contains", "approved", true],
  ["new_hits", "contains", "3", false],
  ["external_ref", "exists", undefined, false],
  ["external_ref", "exists", false, true],
  ["status", "exists", true, true],
])("%s %s %j is %s", (field, operator, value, expected) => {
  expect(meets(eventConditions.parse([{ field, operator, value }]), payload)).toBe(expected);
});

it("every condition must be met, and none that cannot be read ever is", () => {
  const [met, not] = eventConditions.parse([
    { field: "status", operator: "exists" },
    { field: "case_id", operator: "exists" },
  ]);
  if (!met || !not) throw new Error("No conditions.");
  expect([
    meets([], payload),
    meets([met], payload),
    meets([met, not], payload),
    meets(null, payload),
  ]).toEqual([true, true, false, false]);
});

it("an event has the name that an endpoint subscribes to", () => {
  expect(nameFor(["*"], "screening.completed")).toBe("screening.completed");
  expect(nameFor(["check.completed"], "screening.completed")).toBe("check.completed");
  expect(nameFor(["check.completed", "screening.completed"], "screening.completed")).toBe(
    "screening.completed",
  );
  expect(nameFor(["check.completed"], "session.approved")).toBeNull();
});
