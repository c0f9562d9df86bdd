import type { Tone } from "@/components/ui/tone";
import { counted } from "@/lib/format/number";
import type { PlanRowDto } from "@/lib/privacy/schema";
import type { ClockDto, RequestDto, StepName } from "@/lib/requests/schema";

export const kindNames: Record<RequestDto["kind"], string> = {
  access: "Access",
  erasure: "Erasure",
  access_and_erasure: "Access and erasure",
  rectification: "Rectification",
  restriction: "Restriction",
};

export const stepTitles: Record<StepName, string> = {
  received: "Received",
  verified: "Requester verified",
  found: "Everything found",
  reviewed: "Reviewed",
  approved: "Approved by a second person",
  packaged: "Package built",
  delivered: "Delivered",
  restricted: "Restricted",
  corrected: "Corrected",
  erased: "Erased what may go",
  evidence: "Evidence",
};

/** Whether nothing of a request has been delivered or erased yet. */
export const isUnsent = ({ steps }: Pick<RequestDto, "steps">): boolean =>
  steps.every(({ name, state }) => !(["delivered", "erased"].includes(name) && state === "done"));

/** What is to be done for a step, as a button or a column says it. */
export const stepTasks: Record<string, string> = {
  verified: "Verify the requester",
  found: "Find everything",
  reviewed: "Review…",
  approved: "Approve as second person",
  packaged: "Build the package",
  delivered: "Mark as delivered…",
  restricted: "Restrict the sessions…",
  corrected: "Correct the sessions",
  erased: "Erase what may go",
  evidence: "Complete",
};

/** How an answer reached somebody. */
export const deliveryNames: Record<string, string> = {
  email: "E-mail",
  letter: "Letter",
  in_person: "In person",
  portal: "Portal",
  other: "Another way",
  link: "One-time link",
};

export const methodNames = {
  code_to_known_address: "Code to a known address",
  session_details: "Details only they know",
  document: "Identity document",
  signed_in: "Signed in to their account",
  other: "Another way",
} as const;

export const reasonNames: Record<string, string> = {
  external_ref: "customer reference",
  identity: "same identity",
  document_number: "document number",
  name_and_birth_date: "name and birth date",
  email: "e-mail",
  phone: "phone",
};

/** What became of a session, as a certificate tells it. */
export const fateLooks: Record<
  "erased" | "erased_before" | "kept" | "held",
  { tone: Tone; word: (until: string | null) => string }
> = {
  erased: { tone: "good", word: () => "erased" },
  erased_before: { tone: "neutral", word: () => "erased before" },
  kept: { tone: "violet", word: (until) => (until ? `kept until ${until}` : "kept, restricted") },
  held: { tone: "warn", word: () => "held for legal claims" },
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
  if (isPaused) return "clock stands";
  if (daysLeft === 0) return "due today";
  if (daysLeft < 0) return `${counted(-daysLeft, "day")} late`;
  return `${counted(daysLeft, "day")} left`;
}

export function clockTone({ daysLeft, isPaused }: ClockDto): Tone {
  if (isPaused) return "neutral";
  if (daysLeft < 0) return "bad";
  return daysLeft <= 7 ? "warn" : "good";
}
