import type { StepDto, StepName } from "@/lib/contract/steps";
import { type JurisdictionId, jurisdictionIds } from "@/lib/law/jurisdictions";
import { type RequestKind, requestKinds } from "@/lib/law/kinds";
import { kindsOffered, type PauseGround } from "@/lib/law/profiles";

/** The names under which the reasons of pauses are stored, one for each ground. */
export const pauseReasons = {
  identity: "pause",
  scope: "pauseScope",
  fee: "pauseFee",
} as const satisfies Record<PauseGround, string>;

/**
 * Lists the kinds of requests that can be made.
 * @param law the chosen law; empty for the usual one
 * @returns every kind while the law or the day is not known
 */
export function kindsUnder(
  law: string,
  usual: JurisdictionId | undefined,
  receivedOn: string,
): readonly RequestKind[] {
  const chosen = jurisdictionIds.find((id) => id === law) ?? usual;
  const offered = chosen && receivedOn ? kindsOffered(chosen, receivedOn) : [];
  return offered.length > 0 ? offered : requestKinds;
}

/** The facts that determine the progress of a request. */
export type Progress = {
  kind: RequestKind;
  status: string;
  receivedAt: Date;
  verifiedAt: Date | null;
  verifiedHow: string | null;
  searchedAt: Date | null;
  reviewedAt: Date | null;
  approvedAt: Date | null;
  deliveredAt: Date | null;
  partDeliveredAt: Date | null;
  erasedAt: Date | null;
  /** When every accepted session had been restricted, corrected, decided again, or left unchanged with a reason. */
  actedAt: Date | null;
  closedAt: Date | null;
  agentRole: "agent" | "parent" | null;
  agentProvenAt: Date | null;
  acknowledgedAt: Date | null;
  /** When the cases were opened in which a person looks at automated decisions again. */
  openedAt: Date | null;
  concludedAt: Date | null;
  outcome: "upheld" | "partly_upheld" | "not_upheld" | null;
  liftedAt: Date | null;
  builtAt: Date | null;
  needsApproval: boolean;
  proposed: number;
};

const finding = ["received", "verified", "authorized", "found", "reviewed", "approved"] as const;

/** The checklist of each kind, in order. */
const checklists: Readonly<Record<RequestKind, readonly StepName[]>> = {
  access: [...finding, "packaged", "delivered", "evidence"],
  erasure: [...finding, "erased", "evidence"],
  access_and_erasure: [...finding, "packaged", "delivered", "erased", "evidence"],
  rectification: [...finding, "corrected", "evidence"],
  restriction: [...finding, "restricted", "evidence"],
  portability: [...finding, "packaged", "delivered", "evidence"],
  objection: [...finding, "restricted", "concluded", "delivered", "erased", "lifted", "evidence"],
  decision_review: [...finding, "opened", "decided", "delivered", "evidence"],
  automated_decision_access: [...finding, "packaged", "delivered", "evidence"],
  complaint: ["received", "acknowledged", "authorized", "concluded", "delivered", "evidence"],
};

const has = (kind: RequestKind, step: StepName) => checklists[kind].includes(step);

/** Whether a kind is for a copy of everything that is stored. */
export const wantsAccess = (kind: RequestKind) => kind === "access" || kind === "access_and_erasure";
/** Whether a package answers a kind. */
export const wantsPackage = (kind: RequestKind) => has(kind, "packaged");
export const wantsErasure = (kind: RequestKind) => has(kind, "erased");
export const wantsRestriction = (kind: RequestKind) => has(kind, "restricted");
export const wantsCorrection = (kind: RequestKind) => has(kind, "corrected");

/**
 * Returns the checklist of a request in order. The requester is verified before the search, a person decides about
 * every found session before the review, and nothing is delivered or erased before the review.
 */
export function stepsOf(facts: Progress): StepDto[] {
  const done: Record<StepName, Date | null> = {
    received: facts.receivedAt,
    acknowledged: facts.acknowledgedAt,
    verified: facts.verifiedAt,
    authorized: facts.agentProvenAt,
    found: facts.proposed > 0 ? null : facts.searchedAt,
    reviewed: facts.reviewedAt,
    approved: facts.approvedAt,
    packaged: facts.builtAt,
    delivered: facts.deliveredAt,
    restricted: facts.actedAt,
    corrected: facts.actedAt,
    opened: facts.openedAt,
    decided: facts.actedAt,
    concluded: facts.concludedAt,
    erased: facts.erasedAt,
    lifted: facts.liftedAt,
    evidence: facts.status === "completed" ? facts.closedAt : null,
  };
  let isCurrentFound = facts.status !== "open";
  return checklists[facts.kind]
    .filter((name) => isWanted(name, facts))
    .map((name) => {
      const at = done[name];
      const state = at ? "done" : isCurrentFound ? "todo" : "current";
      if (state === "current") isCurrentFound = true;
      return { name, state, at: at?.toISOString() ?? null, detail: detailOf(name, facts) };
    });
}

/** A second approval is a setting. An objection ends with the erasure, or with the end of the restriction. */
function isWanted(name: StepName, { kind, needsApproval, outcome, agentRole }: Progress): boolean {
  if (name === "approved") return needsApproval;
  if (name === "authorized") return agentRole !== null;
  if (kind !== "objection") return true;
  return (name !== "erased" || outcome === "upheld") && (name !== "lifted" || outcome === "not_upheld");
}

function detailOf(name: StepName, facts: Progress): string | null {
  if (name === "verified") return facts.verifiedHow;
  if (name === "concluded") return facts.outcome;
  if (name === "found" && facts.proposed > 0) return `${facts.proposed} to decide`;
  return null;
}

/** Returns the next step, or the status of a closed request. */
export const nextStepOf = (facts: Progress): string =>
  stepsOf(facts).find(({ state }) => state === "current")?.name ?? facts.status;

/** The steps that must be done before each step; `missing` says what to do first. */
const before: Partial<Record<StepName, readonly StepName[]>> = {
  found: ["verified", "authorized"],
  reviewed: ["verified", "authorized", "found"],
  approved: ["reviewed"],
  packaged: ["verified", "found", "reviewed", "approved"],
  delivered: ["packaged", "concluded", "decided"],
  restricted: finding,
  corrected: finding,
  opened: finding,
  decided: ["opened"],
  concluded: ["acknowledged", "authorized", "restricted"],
  erased: [...finding, "concluded", "packaged", "delivered"],
  lifted: ["concluded", "delivered"],
  evidence: [
    "acknowledged",
    ...finding,
    "packaged",
    "restricted",
    "corrected",
    "opened",
    "decided",
    "concluded",
    "delivered",
    "erased",
    "lifted",
  ],
};

const missing: Readonly<Record<StepName, string>> = {
  received: "The request has not been received.",
  acknowledged: "Acknowledge the complaint first.",
  verified: "Verify the requester first. No search runs for an unknown person.",
  authorized: "Record the proof that the agent may ask first.",
  found: "Search first, then accept or exclude every found session.",
  reviewed: "Review the answer first.",
  approved: "A second person must approve the answer first.",
  packaged: "Build the package first.",
  delivered: "Deliver the package first. Erased data can no longer be delivered.",
  restricted: "Restrict the accepted sessions first.",
  corrected: "Correct every accepted session first, or keep it unchanged with a reason.",
  opened: "Open the reviews first.",
  decided: "Record the outcomes of the reviews first.",
  concluded: "Record the conclusion first.",
  erased: "Erase the eligible data first.",
  lifted: "Lift the restriction first.",
  evidence: "Close the request first.",
};

const missingFor = (name: StepName, kind: RequestKind): string =>
  name === "delivered" && !wantsPackage(kind) ? "Tell the requester the outcome first." : missing[name];

/** Steps that cannot be repeated, because their times and names are evidence. */
const once: readonly StepName[] = [
  "acknowledged",
  "reviewed",
  "approved",
  "delivered",
  "restricted",
  "corrected",
  "opened",
  "decided",
  "concluded",
  "erased",
  "lifted",
];

/** Steps that a later step closes: no new search after the review, no new package after the delivery. */
const endsWith: Partial<Record<StepName, StepName>> = { found: "reviewed", packaged: "delivered" };

/** Returns why a step cannot be taken now, or null when it can. */
export function whyNot(step: StepName, facts: Progress): string | null {
  if (facts.status !== "open") return "This request is closed.";
  if (!has(facts.kind, step)) return "This kind of request does not have this step.";
  const steps = stepsOf(facts);
  const isDone = (name: StepName) => steps.some((each) => each.name === name && each.state === "done");
  if (once.includes(step) && isDone(step)) return "This step is already done.";
  const end = endsWith[step];
  if (end && isDone(end)) return `Too late: the request has been ${end}.`;
  for (const name of before[step] ?? [])
    if (steps.some((each) => each.name === name && each.state !== "done"))
      return missingFor(name, facts.kind);
  if (isWanted(step, facts) || step === "approved") return null;
  return step === "authorized"
    ? "Here nobody asks for somebody else."
    : "The conclusion does not lead to this step.";
}

/**
 * Returns why a review cannot be reopened, or null when it can: as long as nothing has been delivered, restricted,
 * corrected or erased.
 */
export function whyNotReopen(
  {
    deliveredAt,
    partDeliveredAt,
    erasedAt,
    openedAt,
    concludedAt,
  }: Pick<Progress, "deliveredAt" | "partDeliveredAt" | "erasedAt" | "openedAt" | "concludedAt">,
  hasActed: boolean,
  links: readonly { openedAt: Date | null }[],
): string | null {
  if (erasedAt) return "Too late: data has been erased.";
  if (openedAt) return "Too late: the reviews have been opened.";
  if (concludedAt) return "Too late: the conclusion has been recorded.";
  if (hasActed) return "Too late: sessions have been restricted or corrected.";
  if (deliveredAt ?? partDeliveredAt) return "Too late: the answer, or a part of it, has been delivered.";
  return links.some(({ openedAt }) => openedAt)
    ? "Too late: a download link to the answer has been opened."
    : null;
}
