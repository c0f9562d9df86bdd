import { expect, it } from "vitest";
import { caseInPath, deskPath, queuePath, readFrom } from "./desk-path";

it("contains the tab that Next claims from, unless it is the usual one", () => {
  expect(deskPath("live", "rvc_1")).toBe("/live/queue/rvc_1");
  expect(deskPath("live", "a/b?c", "escalated")).toBe("/live/queue/a%2Fb%3Fc?from=escalated");
  expect(queuePath("sandbox", "unassigned")).toBe("/sandbox/queue");
  expect(queuePath("sandbox", "pending_second_review")).toBe("/sandbox/queue?tab=pending_second_review");
});

it.each([
  ["from=escalated", true, "escalated"],
  ["from=escalated", false, "unassigned"],
  ["from=pending_second_review", false, "pending_second_review"],
  ["from=mine", true, "unassigned"],
  ["from=%00", true, "unassigned"],
  ["", true, "unassigned"],
])("reads %j, where escalations are taken: %s, as %s", (query, mayTakeEscalations, tab) => {
  expect(readFrom(new URLSearchParams(query), mayTakeEscalations)).toBe(tab);
});

it("reads the case from a path of the desk, and none from another path", () => {
  expect(caseInPath(deskPath("live", "rvc_a/b", "escalated").split("?")[0] ?? "")).toBe("rvc_a/b");
  for (const path of ["/live/queue", "/live/queue/", "/live/sessions/ses_1", "/live/queue/rvc_1/more"])
    expect(caseInPath(path), path).toBeNull();
});
