import type { CaseTab, SlaState } from "@/lib/cases/schema";
import type { caseStatuses } from "@/lib/contract/vocabulary";
import { holderOf, isFinal } from "@/lib/records/holder";

export type CaseStatus = (typeof caseStatuses)[number];
export type Decision = "approved" | "rejected";

/** A claim lasts this long from the last activity. */
export const claimMinutes = 30;
/** A decision can be undone for this long; its webhook waits. */
export const undoSeconds = 10;

/** The part of a case that decides which moves are allowed. */
export type CaseState = {
  status: CaseStatus;
  assignedTo: string | null;
  claimedAt: Date | null;
  claimExpiresAt: Date | null;
  decision: Decision | null;
  firstDecision: Decision | null;
  firstReviewer: string | null;
  /** The member or API key whose call made the first decision. */
  firstCaller: string | null;
  secondReviewer: string | null;
  isDisputed: boolean;
  escalatedTo: string | null;
  snoozedUntil: Date | null;
};

/** Who acts. */
export type Reviewer = { id: string; mayTakeEscalations: boolean };

export type Refusal = { code: "conflict" | "forbidden"; detail: string };
export type Move = { refused: Refusal } | { changes: Partial<CaseState> };

export type CaseAction =
  | { kind: "claim"; ahead?: boolean }
  | { kind: "release" }
  | { kind: "assign"; assignee: Reviewer }
  | {
      kind: "decide";
      decision: Decision;
      dualReview: boolean;
      /** The member or API key that calls. */
      caller: string;
      /** A person decides on what they have seen, and only the member who claimed the case sees its values. */
      mustHold: boolean;
    }
  | { kind: "escalate"; to: string | null }
  | { kind: "snooze"; until: Date }
  | { kind: "resubmit"; until: Date; caller: string; mustHold: boolean };

const refuse = (code: Refusal["code"], detail: string): Move => ({ refused: { code, detail } });
const claimUntil = (now: Date) => new Date(now.getTime() + claimMinutes * 60_000);
const letGo = { assignedTo: null, claimedAt: null, claimExpiresAt: null };

/**
 * Returns why this member may not claim the case; null when they may. Four eyes: the first reviewer does not make the
 * second decision, and a disputed case goes to a lead who made neither (docs/decisions/0013).
 */
export function whyNotTake(state: CaseState, reviewer: Reviewer): Refusal | null {
  const conflict = (detail: string): Refusal => ({ code: "conflict", detail });
  if (isFinal(state.status)) return conflict("This case has been decided.");
  if (state.status === "escalated" && !reviewer.mayTakeEscalations)
    return { code: "forbidden", detail: "Only a lead can claim an escalated case." };
  if (state.status === "pending_second_review" && state.firstReviewer === reviewer.id)
    return conflict("You made the first decision. Another reviewer makes the second.");
  if (state.isDisputed && [state.firstReviewer, state.secondReviewer].includes(reviewer.id))
    return conflict("Two reviewers disagreed on this case, and you are one of them. Another lead decides.");
  return null;
}

function claim(state: CaseState, reviewer: Reviewer, ahead: boolean, now: Date): Move {
  const why = whyNotTake(state, reviewer);
  if (why) return { refused: why };
  const holder = holderOf(state, now);
  if (holder && holder !== reviewer.id) return refuse("conflict", "Another member has claimed this case.");
  const isMine = holder === reviewer.id;
  return {
    changes: {
      assignedTo: reviewer.id,
      claimedAt: ahead ? null : ((isMine ? state.claimedAt : null) ?? now),
      claimExpiresAt: claimUntil(now),
      status: state.status === "open" ? "in_review" : state.status,
      snoozedUntil: null,
    },
  };
}

/** Refuses to act on a case that another member has claimed. An unclaimed case is claimed in the same step. */
function whyNotAct(state: CaseState, reviewer: Reviewer, now: Date): Refusal | null {
  const why = whyNotTake(state, reviewer);
  if (why) return why;
  const holder = holderOf(state, now);
  return holder && holder !== reviewer.id
    ? { code: "conflict", detail: "Another member has claimed this case." }
    : null;
}

type Deciding = Extract<CaseAction, { kind: "decide" }>;

function whyNotDecide(
  state: CaseState,
  reviewer: Reviewer,
  { caller, mustHold }: Pick<Deciding, "caller" | "mustHold">,
  now: Date,
): Refusal | null {
  const why = whyNotAct(state, reviewer, now);
  if (why) return why;
  const hasOpinion = state.status === "pending_second_review" || state.isDisputed;
  if (hasOpinion && state.firstCaller === caller)
    return {
      code: "conflict",
      detail: "The same caller made the first decision. Another caller must make the second.",
    };
  const isHeld = holderOf(state, now) === reviewer.id && state.claimedAt !== null;
  return mustHold && !isHeld
    ? { code: "conflict", detail: "Claim this case first. You can only decide a case that you have seen." }
    : null;
}

/** With new pictures the review begins anew: a first decision and an escalation were about the old ones. */
const begunAnew: Partial<CaseState> = {
  ...{ ...letGo, status: "open" as const, isDisputed: false, escalatedTo: null },
  ...{ firstDecision: null, firstReviewer: null, firstCaller: null, secondReviewer: null },
};

function decide(state: CaseState, reviewer: Reviewer, deciding: Deciding, now: Date): Move {
  const { decision, dualReview, caller } = deciding;
  const why = whyNotDecide(state, reviewer, deciding, now);
  if (why) return { refused: why };
  const final = { changes: { ...letGo, status: decision, decision, snoozedUntil: null, escalatedTo: null } };
  if (state.status === "pending_second_review") {
    if (state.firstDecision === decision) return final;
    return {
      changes: {
        ...letGo,
        status: "escalated",
        isDisputed: true,
        secondReviewer: reviewer.id,
        escalatedTo: null,
        snoozedUntil: null,
      },
    };
  }
  // A third opinion on a disputed case ends it; asking for a fourth would never end.
  if (!dualReview || state.isDisputed) return final;
  return {
    changes: {
      ...letGo,
      status: "pending_second_review",
      firstDecision: decision,
      firstReviewer: reviewer.id,
      firstCaller: caller,
      escalatedTo: null,
      snoozedUntil: null,
    },
  };
}

/**
 * The case's state machine (contract §4.1): what a member's action does to a case, or why it is refused. The caller
 * has checked the permission; this function looks at the case alone.
 */
export function moveCase(state: CaseState, action: CaseAction, reviewer: Reviewer, now: Date): Move {
  const holder = holderOf(state, now);
  const afterRelease: CaseStatus = state.status === "in_review" ? "open" : state.status;
  switch (action.kind) {
    case "claim":
      return claim(state, reviewer, action.ahead ?? false, now);
    case "release":
      if (isFinal(state.status)) return refuse("conflict", "This case has been decided.");
      if (!state.assignedTo) return refuse("conflict", "No member has claimed this case.");
      if (holder && holder !== reviewer.id && !reviewer.mayTakeEscalations)
        return refuse("conflict", "Another member has claimed this case.");
      return { changes: { ...letGo, status: afterRelease } };
    case "assign": {
      const why = whyNotTake(state, action.assignee);
      if (why)
        return refuse(
          "conflict",
          why.code === "forbidden"
            ? "Only a lead can claim an escalated case."
            : "This member cannot claim this case.",
        );
      return {
        changes: {
          assignedTo: action.assignee.id,
          claimedAt: null,
          claimExpiresAt: null,
          status: state.status === "open" ? "in_review" : state.status,
          snoozedUntil: null,
        },
      };
    }
    case "decide":
      return decide(state, reviewer, action, now);
    case "escalate": {
      if (isFinal(state.status)) return refuse("conflict", "This case has been decided.");
      if (holder && holder !== reviewer.id && !reviewer.mayTakeEscalations)
        return refuse("conflict", "Another member has claimed this case.");
      if (state.status === "escalated" && !reviewer.mayTakeEscalations)
        return refuse("conflict", "This case is already escalated.");
      return {
        changes: {
          ...letGo,
          status: "escalated",
          assignedTo: action.to,
          escalatedTo: action.to,
          snoozedUntil: null,
        },
      };
    }
    case "resubmit": {
      const why = whyNotDecide(state, reviewer, action, now);
      return why ? { refused: why } : { changes: { ...begunAnew, snoozedUntil: action.until } };
    }
    case "snooze": {
      const why = whyNotAct(state, reviewer, now);
      if (why) return { refused: why };
      if (action.until <= now) return refuse("conflict", "The time is in the past. Choose a later time.");
      return { changes: { ...letGo, status: afterRelease, snoozedUntil: action.until } };
    }
  }
}

/** The contract's colours as states: on track, approaching, overdue. */
export function slaState(
  minutes: number,
  { slaWarnMinutes, slaBreachMinutes }: { slaWarnMinutes: number; slaBreachMinutes: number },
): SlaState {
  if (minutes >= slaBreachMinutes) return "overdue";
  return minutes >= slaWarnMinutes ? "approaching" : "on_track";
}

/** Whole minutes a case has been in review, until it was decided. */
export function ageMinutes(
  { queuedAt, decidedAt }: { queuedAt: Date; decidedAt: Date | null },
  now: Date,
): number {
  return Math.max(0, Math.floor(((decidedAt ?? now).getTime() - queuedAt.getTime()) / 60_000));
}

/** The statuses behind a tab; `unassigned` is narrower still: claimable now. */
export const tabStatuses: Record<CaseTab, readonly CaseStatus[]> = {
  unassigned: ["open"],
  mine: ["in_review", "escalated", "pending_second_review"],
  pending_second_review: ["pending_second_review"],
  escalated: ["escalated"],
  all: ["open", "in_review", "escalated", "pending_second_review"],
};
