import type { PauseGround } from "@/lib/law/profiles";
import type { StepDto, StepName } from "@/lib/requests/schema";

/** The names under which the reasons of pauses are stored, one for each ground. */
export const pauseReasons = {
  identity: "pause",
  scope: "pauseScope",
  fee: "pauseFee",
} as const satisfies Record<PauseGround, string>;

/** The facts that determine the progress of a request. */
export type Progress = {
  kind: string;
  status: string;
  receivedAt: Date;
  verifiedAt: Date | null;
  verifiedHow: string | null;
  searchedAt: Date | null;
  reviewedAt: Date | null;
  approvedAt: Date | null;
  deliveredAt: Date | null;
  erasedAt: Date | null;
  /** When every accepted session had been restricted, corrected, or left unchanged with a reason. */
  actedAt: Date | null;
  closedAt: Date | null;
  builtAt: Date | null;
  needsApproval: boolean;
  proposed: number;
};

export const wantsAccess = (kind: string) => kind === "access" || kind === "access_and_erasure";
export const wantsErasure = (kind: string) => kind === "erasure" || kind === "access_and_erasure";
export const wantsRestriction = (kind: string) => kind === "restriction";
export const wantsCorrection = (kind: string) => kind === "rectification";

/**
 * Returns the checklist of a request in order. The requester is verified before the search, a person decides about
 * every found session before the review, and nothing is delivered or erased before the review.
 */
export function stepsOf(facts: Progress): StepDto[] {
  const all: [StepName, boolean, Date | null][] = [
    ["received", true, facts.receivedAt],
    ["verified", true, facts.verifiedAt],
    ["found", true, facts.proposed > 0 ? null : facts.searchedAt],
    ["reviewed", true, facts.reviewedAt],
    ["approved", facts.needsApproval, facts.approvedAt],
    ["packaged", wantsAccess(facts.kind), facts.builtAt],
    ["delivered", wantsAccess(facts.kind), facts.deliveredAt],
    ["restricted", wantsRestriction(facts.kind), facts.actedAt],
    ["corrected", wantsCorrection(facts.kind), facts.actedAt],
    ["erased", wantsErasure(facts.kind), facts.erasedAt],
    ["evidence", true, facts.status === "completed" ? facts.closedAt : null],
  ];
  let isCurrentFound = facts.status !== "open";
  return all
    .filter(([, isWanted]) => isWanted)
    .map(([name, , at]) => {
      const state = at ? "done" : isCurrentFound ? "todo" : "current";
      if (state === "current") isCurrentFound = true;
      return { name, state, at: at?.toISOString() ?? null, detail: detailOf(name, facts) };
    });
}

function detailOf(name: StepName, facts: Progress): string | null {
  if (name === "verified") return facts.verifiedHow;
  if (name === "found" && facts.proposed > 0) return `${facts.proposed} to decide`;
  return null;
}

/** Returns the next step, or the status of a closed request. */
export const nextStepOf = (facts: Progress): string =>
  stepsOf(facts).find(({ state }) => state === "current")?.name ?? facts.status;

/** The steps that must be done before each step; `missing` says what to do first. */
const before: Partial<Record<StepName, readonly StepName[]>> = {
  found: ["verified"],
  reviewed: ["verified", "found"],
  approved: ["reviewed"],
  packaged: ["verified", "found", "reviewed", "approved"],
  delivered: ["packaged"],
  restricted: ["verified", "found", "reviewed", "approved"],
  corrected: ["verified", "found", "reviewed", "approved"],
  erased: ["verified", "found", "reviewed", "approved", "packaged", "delivered"],
  evidence: [
    "verified",
    "found",
    "reviewed",
    "approved",
    "packaged",
    "delivered",
    "restricted",
    "corrected",
    "erased",
  ],
};

const missing: Readonly<Record<StepName, string>> = {
  received: "The request has not been received.",
  verified: "Verify the requester first. No search runs for an unknown person.",
  found: "Search first, then accept or exclude every found session.",
  reviewed: "Review the answer first.",
  approved: "A second person must approve the answer first.",
  packaged: "Build the package first.",
  delivered: "Deliver the package first. Erased data can no longer be delivered.",
  restricted: "Restrict the accepted sessions first.",
  corrected: "Correct every accepted session first, or keep it unchanged with a reason.",
  erased: "Erase the eligible data first.",
  evidence: "Close the request first.",
};

/** Steps that cannot be repeated, because their times and names are evidence. */
const once: readonly StepName[] = ["reviewed", "approved", "delivered", "restricted", "corrected", "erased"];

/** Steps that a later step closes: no new search after the review, no new package after the delivery. */
const endsWith: Partial<Record<StepName, StepName>> = { found: "reviewed", packaged: "delivered" };

/** Returns why a step cannot be taken now, or null when it can. */
export function whyNot(step: StepName, facts: Progress): string | null {
  if (facts.status !== "open") return "This request is closed.";
  const steps = stepsOf(facts);
  const isDone = (name: StepName) => steps.some((each) => each.name === name && each.state === "done");
  if (once.includes(step) && isDone(step)) return "This step is already done.";
  const end = endsWith[step];
  if (end && isDone(end)) return `Too late: the request has been ${end}.`;
  for (const name of before[step] ?? [])
    if (steps.some((each) => each.name === name && each.state !== "done")) return missing[name];
  return null;
}

/**
 * Returns why a review cannot be reopened, or null when it can: as long as nothing has been delivered, restricted,
 * corrected or erased.
 */
export function whyNotReopen(
  { deliveredAt, erasedAt }: Pick<Progress, "deliveredAt" | "erasedAt">,
  hasActed: boolean,
  links: readonly { openedAt: Date | null }[],
): string | null {
  if (erasedAt) return "Too late: data has been erased.";
  if (hasActed) return "Too late: sessions have been restricted or corrected.";
  if (deliveredAt) return "Too late: the answer has been delivered.";
  return links.some(({ openedAt }) => openedAt)
    ? "Too late: a download link to the answer has been opened."
    : null;
}
