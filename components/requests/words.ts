import type { Tone } from "@/components/ui/tone";
import type { ClockDto } from "@/lib/contract/clock";
import type { ToldRecipientDto } from "@/lib/contract/recipients";
import type { StepDto } from "@/lib/contract/steps";
import { type LetterKind, letterKinds } from "@/lib/contract/vocabulary";
import { counted } from "@/lib/format/number";
import type { PauseGround } from "@/lib/law/profiles";
import type { PlanRowDto } from "@/lib/privacy/schema";
import type { RefusalGround } from "@/lib/refusals/schema";
import { wantsCorrection, wantsErasure, wantsRestriction } from "@/lib/requests/policy";
import type { RequestDto, RequestInput } from "@/lib/requests/schema";

export const kindNames: Record<RequestDto["kind"], string> = {
  access: "Access",
  erasure: "Erasure",
  access_and_erasure: "Access and erasure",
  rectification: "Rectification",
  restriction: "Restriction",
  portability: "Portability",
  objection: "Objection",
  decision_review: "Review of a decision",
  automated_decision_access: "Access to automated decisions",
  complaint: "Complaint",
};

/** A step's title: imperative until the step is done. */
export const stepTitles: Record<StepDto["name"], { todo: string; done: string }> = {
  received: { todo: "Receive request", done: "Request received" },
  acknowledged: { todo: "Acknowledge complaint", done: "Complaint acknowledged" },
  verified: { todo: "Verify requester", done: "Requester verified" },
  authorized: { todo: "Verify authority", done: "Authority verified" },
  found: { todo: "Find data", done: "Data found" },
  reviewed: { todo: "Review answer", done: "Answer reviewed" },
  approved: { todo: "Approve as second person", done: "Approved by a second person" },
  packaged: { todo: "Build package", done: "Package built" },
  delivered: { todo: "Deliver answer", done: "Answer delivered" },
  restricted: { todo: "Restrict sessions", done: "Sessions restricted" },
  corrected: { todo: "Correct sessions", done: "Sessions corrected" },
  opened: { todo: "Open reviews", done: "Reviews opened" },
  decided: { todo: "Record outcomes", done: "Outcomes recorded" },
  concluded: { todo: "Record conclusion", done: "Conclusion recorded" },
  erased: { todo: "Erase data", done: "Data erased" },
  lifted: { todo: "Lift restriction", done: "Restriction lifted" },
  informed: { todo: "Tell recipients", done: "Recipients told" },
  evidence: { todo: "Close with evidence", done: "Closed with evidence" },
};

export const statusNames: Record<RequestDto["status"], string> = {
  open: "Open",
  completed: "Completed",
  refused: "Refused",
  withdrawn: "Withdrawn",
  joined: "Merged",
};

export const lawNames: Record<NonNullable<RequestInput["jurisdiction"]>, string> = {
  gdpr: "GDPR (European Union)",
  uk_gdpr: "UK GDPR",
  ccpa: "CCPA (California)",
};

/** What the clock waits for. */
export const groundNames: Record<PauseGround, string> = {
  identity: "proof of identity",
  scope: "the scope of the request",
  fee: "the fee",
};

/** Why a request is refused, or a fee is asked for. */
export const refusalNames: Record<RefusalGround, string> = {
  unfounded: "Manifestly unfounded",
  excessive: "Excessive: repeats earlier requests",
  abusive: "Excessive: made with the intention of abuse",
  not_identified: "Identity not established",
  third_party: "Rights of other people",
  exemption: "A law exempts from it",
  not_controller: "Not the controller",
};

export const letterNames: Record<LetterKind, string> = {
  acknowledgement: "The request has arrived",
  identity_question: "Proof of identity is needed",
  extension: "The deadline is extended",
  fee_question: "A fee is asked for",
  refusal: "The request is refused",
  rectified: "Data was corrected",
  restricted: "The processing is restricted",
  lifting: "The restriction will be lifted",
  recipients: "Who received the data",
};

/** Lists the letters that a request can have: all but the first ones are also of closed requests. */
export function lettersOf({ status, kind }: Pick<RequestDto, "status" | "kind">): LetterKind[] {
  const done: readonly LetterKind[] = [
    ...(wantsCorrection(kind) ? (["rectified", "recipients"] as const) : []),
    ...(wantsErasure(kind) ? (["recipients"] as const) : []),
    ...(wantsRestriction(kind) ? (["restricted", "lifting", "recipients"] as const) : []),
  ];
  const open: readonly LetterKind[] = ["acknowledgement", "identity_question", "extension", "fee_question"];
  return letterKinds.filter(
    (each) =>
      (status === "refused" && each === "refusal") ||
      (status === "open" && open.includes(each)) ||
      done.includes(each),
  );
}

/** With which words a letter was made. */
export const wordingWords = (version: number): string =>
  version === 0 ? "standard text" : `own text, version ${version}`;

/** How a request was received, as part of a sentence. */
export const channelNames: Record<string, string> = {
  email: "e-mail",
  letter: "letter",
  phone: "phone",
  in_person: "personal visit",
  api: "API",
  web: "public form",
  other: "another channel",
};

/** Returns whether nothing of a request has been delivered or erased yet. */
export const isUnsent = ({ steps, parts }: Pick<RequestDto, "steps" | "parts">): boolean =>
  parts.deliveredAt === null &&
  steps.every(({ name, state }) => !(["delivered", "erased"].includes(name) && state === "done"));

/** Returns what the clock of an open request can be paused for now: nothing after the last day. */
export function pausableFor({ clock, steps }: Pick<RequestDto, "clock" | "steps">): PauseGround[] {
  if (clock.daysLeft < 0) return [];
  const isVerified = steps.some(({ name, state }) => name === "verified" && state === "done");
  return clock.mayPauseFor.filter(
    (ground) => !clock.pausedFor.includes(ground) && !(ground === "identity" && isVerified),
  );
}

/** The work of each step, for buttons and columns. */
export const stepTasks: Record<string, string> = {
  verified: "Verify requester…",
  authorized: "Verify authority…",
  found: "Find data",
  reviewed: "Review answer…",
  approved: "Approve as second person",
  packaged: "Build package",
  delivered: "Mark as delivered…",
  restricted: "Restrict sessions…",
  acknowledged: "Mark as acknowledged…",
  concluded: "Record conclusion…",
  opened: "Open reviews",
  decided: "Record outcomes",
  lifted: "Lift restriction…",
  corrected: "Correct sessions",
  erased: "Erase data…",
  evidence: "Complete request",
};

/** The conclusion about an objection or a complaint. */
export const outcomeNames: Record<NonNullable<RequestDto["outcome"]>, string> = {
  upheld: "Upheld",
  partly_upheld: "Partly upheld",
  not_upheld: "Not upheld",
};

/** What was recorded about a recipient of changed data. */
export const recipientOutcomeNames: Record<ToldRecipientDto["outcome"], string> = {
  told: "Told",
  impossible: "Telling it is impossible",
  disproportionate: "Telling it takes a disproportionate effort",
};

/** Who asks on behalf of the requester. */
export const agentNames: Record<NonNullable<RequestDto["agent"]>["role"], string> = {
  agent: "Agent with permission",
  parent: "Parent or guardian",
};

/** How an answer was delivered. */
export const deliveryNames: Record<string, string> = {
  email: "E-mail",
  letter: "Letter",
  in_person: "In person",
  portal: "Portal",
  other: "Another channel",
  link: "Download link",
};

export const methodNames = {
  code_to_known_address: "Code to a known address",
  session_details: "Session details only the person knows",
  document: "Identity document",
  signed_in: "Sign-in to the customer account",
  other: "Other method",
} as const;

export const reasonNames: Record<string, string> = {
  external_ref: "customer reference",
  identity: "same identity",
  document_number: "document number",
  name_and_birth_date: "name and birth date",
  email: "e-mail",
  phone: "phone",
};

/** The outcome of a session in a certificate. */
export const fateLooks: Record<
  "erased" | "erased_before" | "kept" | "held",
  { tone: Tone; word: (until: string | null) => string }
> = {
  erased: { tone: "good", word: () => "erased" },
  erased_before: { tone: "neutral", word: () => "already erased" },
  kept: { tone: "violet", word: (until) => (until ? `retained until ${until}` : "retained, restricted") },
  held: { tone: "warn", word: () => "legal hold" },
};

/** A table's name in words. */
export const tableWords = (table: string) => table.replaceAll("_", " ");

export const verdictLooks: Record<
  PlanRowDto["verdict"],
  { tone: Tone; word: (until: string | null) => string }
> = {
  erase: { tone: "bad", word: () => "erase" },
  keep: { tone: "violet", word: (until) => (until ? `keep until ${until}` : "keep, restricted") },
  held: { tone: "warn", word: () => "legal hold" },
  undecided: { tone: "warn", word: () => "case open" },
  erased: { tone: "neutral", word: () => "erased" },
};

/** "9 days left", "due today", "3 days late". */
export function daysLeftText({ daysLeft, isPaused }: ClockDto): string {
  if (isPaused) return "clock paused";
  if (daysLeft === 0) return "due today";
  if (daysLeft < 0) return `${counted(-daysLeft, "day")} late`;
  return `${counted(daysLeft, "day")} left`;
}

export function clockTone({ daysLeft, isPaused }: ClockDto): Tone {
  if (isPaused) return "neutral";
  if (daysLeft < 0) return "bad";
  return daysLeft <= 7 ? "warn" : "good";
}
