import { describe, expect, it } from "vitest";
import { containerStatus, terminalInstant } from "@/lib/sessions/policy";
import { sampleBundle } from "@/test/factories";

describe("the integer status of a container", () => {
  it.each([
    ["pending", null, null, 0],
    ["capturing", null, null, 0],
    ["processing", null, null, 0],
    ["awaiting_external", null, null, 0],
    ["expired", null, null, 0],
    ["failed", null, null, 0],
    ["completed", null, null, 0],
    ["completed", "rejected", null, 1],
    ["completed", "approved", null, 2],
    ["completed", "approved", "approved", 3],
    ["completed", "needs_review", "approved", 3],
    ["under_review", "needs_review", null, 4],
    ["completed", "needs_review", null, 4],
    ["under_review", "needs_review", "approved", 4],
    ["completed", "rejected", "rejected", 1000],
  ] as const)("of %s, %s, decided %s is %i", (status, resultStatus, decision, expected) => {
    expect(containerStatus({ status, resultStatus, decision })).toBe(expected);
  });
});

describe("the start of the retention clock", () => {
  const at = (status: "pending" | "completed" | "expired", decided_at: string | null) => {
    const bundle = sampleBundle();
    return terminalInstant({
      ...bundle,
      session: { ...bundle.session, status },
      review_case: bundle.review_case && { ...bundle.review_case, decided_at },
    });
  };

  it("is the decision, else the result, else the last change; an active session has none", () => {
    expect(at("pending", "2024-06-16T11:00:00Z")).toBeNull();
    expect(at("completed", "2024-06-16T11:00:00Z")).toBe("2024-06-16T11:00:00Z");
    expect(at("completed", null)).toBe("2024-06-15T09:30:00Z");
    expect(at("expired", null)).toBe("2024-06-16T10:45:00Z");
  });
});
