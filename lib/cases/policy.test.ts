import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CaseAction,
  type CaseState,
  type CaseStatus,
  claimMinutes,
  moveCase,
  type Reviewer,
  slaState,
} from "@/lib/cases/policy";
import { holderOf, isFinal } from "@/lib/records/holder";

const people: Reviewer[] = [
  { id: "anna", mayTakeEscalations: false },
  { id: "ben", mayTakeEscalations: false },
  { id: "lea", mayTakeEscalations: true },
  { id: "leo", mayTakeEscalations: true },
];

const fresh: CaseState = {
  status: "open",
  assignedTo: null,
  claimedAt: null,
  claimExpiresAt: null,
  decision: null,
  firstDecision: null,
  firstReviewer: null,
  firstCaller: null,
  secondReviewer: null,
  isDisputed: false,
  escalatedTo: null,
  snoozedUntil: null,
};

/** The contract's graph (§4.1), with what returns a claim and what two disagreeing reviewers lead to. */
const allowed: Record<CaseStatus, CaseStatus[]> = {
  open: ["open", "in_review", "escalated", "pending_second_review", "approved", "rejected"],
  in_review: ["in_review", "open", "escalated", "pending_second_review", "approved", "rejected"],
  escalated: ["escalated", "pending_second_review", "approved", "rejected"],
  pending_second_review: ["pending_second_review", "escalated", "approved", "rejected"],
  approved: ["approved"],
  rejected: ["rejected"],
};

type Step = { action: CaseAction; reviewer: Reviewer; minutes: number };

const person = fc.constantFrom(...people);
const action: fc.Arbitrary<CaseAction> = fc.oneof(
  fc.record({ kind: fc.constant("claim" as const), ahead: fc.boolean() }),
  fc.record({ kind: fc.constant("release" as const) }),
  fc.record({ kind: fc.constant("assign" as const), assignee: person }),
  fc.record({
    kind: fc.constant("decide" as const),
    decision: fc.constantFrom("approved" as const, "rejected" as const),
    dualReview: fc.boolean(),
    caller: fc.constantFrom("anna", "ben", "key_one", "key_two"),
    mustHold: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("escalate" as const), to: fc.constantFrom(null, "lea", "leo") }),
  fc.record({ kind: fc.constant("snooze" as const), until: fc.constant(new Date("2030-01-01")) }),
);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({ action, reviewer: person, minutes: fc.integer({ min: 0, max: 45 }) }),
  { maxLength: 25 },
);

type Moment = { before: CaseState; after: CaseState; step: Step; refused: boolean; now: Date };

function play(sequence: readonly Step[]): Moment[] {
  let state = fresh;
  let now = new Date("2026-01-01T08:00:00Z");
  return sequence.map((step) => {
    now = new Date(now.getTime() + step.minutes * 60_000);
    const before = state;
    const move = moveCase(before, step.action, step.reviewer, now);
    state = "refused" in move ? before : { ...before, ...move.changes };
    return { before, after: state, step, refused: "refused" in move, now };
  });
}

const always = (holds: (moment: Moment) => void) =>
  fc.assert(
    fc.property(steps, (sequence) => {
      for (const moment of play(sequence)) holds(moment);
    }),
    { numRuns: 2_000 },
  );

describe("the state machine, for any order of calls by any member", () => {
  it("never takes a step that the contract lacks", () =>
    always(({ before, after }) => expect(allowed[before.status]).toContain(after.status)));

  it("never changes a decided case", () =>
    always(({ before, after }) => {
      if (isFinal(before.status)) expect(after).toEqual(before);
    }));

  it("never lets a member act on a case that another has claimed, except leads", () =>
    always(({ before, step, refused, now }) => {
      const holder = holderOf(before, now);
      if (!holder || holder === step.reviewer.id || step.action.kind === "assign") return;
      if (["claim", "decide", "snooze"].includes(step.action.kind)) expect(refused).toBe(true);
      if (!step.reviewer.mayTakeEscalations) expect(refused).toBe(true);
    }));

  it("never has the same person make both decisions, and a third person ends a dispute", () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const opinions: string[] = [];
        for (const { before, after, step, refused } of play(sequence)) {
          if (refused || step.action.kind !== "decide") continue;
          if (before.status === "pending_second_review" || before.isDisputed)
            expect(opinions).not.toContain(step.reviewer.id);
          if (isFinal(after.status)) expect(after.decision).toBe(step.action.decision);
          if (before.status !== "pending_second_review" && !before.isDisputed) opinions.length = 0;
          opinions.push(step.reviewer.id);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("never has the same caller make both decisions, whichever reviewer the caller names", () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        let first: string | null = null;
        for (const { before, after, step, refused } of play(sequence)) {
          if (refused || step.action.kind !== "decide") continue;
          if (before.status === "pending_second_review") expect(step.action.caller).not.toBe(first);
          if (after.status === "pending_second_review") first = step.action.caller;
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("lets a person decide only a case that they have claimed and opened", () =>
    always(({ before, step, refused, now }) => {
      if (refused || step.action.kind !== "decide" || !step.action.mustHold) return;
      expect(holderOf(before, now)).toBe(step.reviewer.id);
      expect(before.claimedAt).not.toBeNull();
    }));

  it("makes a recommendation final only when the second reviewer agrees", () =>
    always(({ before, after, step, refused }) => {
      if (refused || step.action.kind !== "decide" || before.status !== "pending_second_review") return;
      if (before.firstDecision === step.action.decision) expect(after.status).toBe(step.action.decision);
      else expect(after).toMatchObject({ status: "escalated", isDisputed: true, decision: null });
    }));

  it("leaves escalated cases to leads", () =>
    always(({ before, step, refused }) => {
      if (before.status !== "escalated" || step.reviewer.mayTakeEscalations) return;
      if (["claim", "decide", "snooze"].includes(step.action.kind)) expect(refused).toBe(true);
    }));

  it("keeps status, assignee and decision consistent", () =>
    always(({ after }) => {
      if (after.status === "open") expect(after.assignedTo).toBeNull();
      if (after.status === "in_review") expect(after.assignedTo).not.toBeNull();
      if (isFinal(after.status)) expect(after).toMatchObject({ assignedTo: null, decision: after.status });
      else expect(after.decision).toBeNull();
      if (after.status === "pending_second_review") expect(after.firstReviewer).not.toBeNull();
    }));

  it("claims for thirty minutes from the last activity", () =>
    always(({ after, step, refused, now }) => {
      if (refused || step.action.kind !== "claim") return;
      expect(after.claimExpiresAt?.getTime()).toBe(now.getTime() + claimMinutes * 60_000);
      expect(holderOf(after, new Date(now.getTime() + claimMinutes * 60_000 - 1))).toBe(step.reviewer.id);
      expect(holderOf(after, new Date(now.getTime() + claimMinutes * 60_000))).toBeNull();
    }));
});

it("shows the contract's colours by age", () => {
  const limits = { slaWarnMinutes: 240, slaBreachMinutes: 1440 };
  const states = [0, 239, 240, 1439, 1440].map((minutes) => slaState(minutes, limits));
  expect(states).toEqual(["on_track", "on_track", "approaching", "approaching", "overdue"]);
});
