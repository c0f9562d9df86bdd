import { expect, it } from "vitest";
import { z } from "zod";
import { beforeDecision } from "@/lib/decisions/schema";
import { readStored } from "@/lib/platform/stored";

it("returns a value that has the shape", () => {
  expect(readStored(z.object({ days: z.int() }), { days: 7 }, "t.c")).toEqual({ days: 7 });
});

it("names the column and the place that cannot be read, and never treats the value as absent", () => {
  const windows = z.array(z.strictObject({ days: z.int().nullable() }));
  expect(() => readStored(windows, [{ days: 1 }, { days: "ten" }], "t.windows")).toThrow(
    /^The stored value of t\.windows cannot be read: 1\.days: /,
  );
  for (const value of [null, undefined, "x", {}])
    expect(() => readStored(windows, value, "t.windows")).toThrow(/t\.windows cannot be read: value: /);
});

it("does not turn an unreadable decision into an undecided case", () => {
  const before = {
    reviewCase: {
      ...{ status: "open", decision: null, firstDecision: null, firstReviewer: null, firstCaller: null },
      ...{ secondReviewer: null, isDisputed: false, escalatedTo: null },
    },
    session: { status: "under_review", resultStatus: null, terminalAt: null },
    result: null,
    identity: null,
    blocked: [],
  };
  expect(readStored(beforeDecision, before, "decision_snapshots.before")).toEqual(before);
  const lost = { ...before, session: { ...before.session, status: "no longer known" } };
  expect(() => readStored(beforeDecision, lost, "decision_snapshots.before")).toThrow(
    /decision_snapshots\.before cannot be read: session\.status/,
  );
});
