import { z } from "zod";
import { languages } from "@/lib/language/languages";

/** What a sentence does: speak for or against the person, say what was not available, or tell of similar sessions. */
export const sides = ["against", "for", "unavailable", "similar"] as const;
export type Side = (typeof sides)[number];

/** The sentences of each side. Each has a text in every language of the interface (components/brief). */
export const briefCodes = {
  against: [
    "check_failed",
    "check_below",
    "check_retry",
    "zone_wrong",
    "document_expired",
    "fields_differ",
    "field_implausible",
    "hit_open",
    "hit_confirmed",
    "risk_raised",
    "signal",
    "signal_unscored",
    "shared",
    "identity_flagged",
  ],
  for: [
    "check_passed",
    "check_passed_score",
    "zone_right",
    "document_valid",
    "document_expires_soon",
    "document_no_expiry",
    "fields_agree",
    "hit_dismissed",
    "screening_clear",
    "risk_low",
    "signal_harmless",
    "shared_nothing",
  ],
  unavailable: [
    "check_error",
    "check_skipped",
    "check_pending",
    "checks_none",
    "zone_unreadable",
    "zone_unchecked",
    "expiry_unreadable",
    "expiry_unknown",
    "source_unreadable",
    "field_single",
    "field_unreadable",
    "fields_none",
    "hit_unread",
    "screening_error",
    "screening_pending",
    "screening_unknown",
    "screening_none",
    "risk_none",
    "image_missing",
    "images_none",
    "shared_hidden",
    "similar_unknown",
  ],
  similar: ["similar_approved", "similar_rejected"],
} as const;
export type BriefCode = (typeof briefCodes)[Side][number];

const codes = Object.values(briefCodes).flat() as [BriefCode, ...BriefCode[]];

export const briefSentence = z.object({
  side: z.enum(sides),
  code: z.enum(codes).meta({ description: "Which sentence it is; its values are in `values`." }),
  values: z.record(z.string(), z.union([z.string(), z.number()])).meta({
    description: "Names of checks, fields and lists, scores and counts; never a value of the person.",
  }),
  href: z.string().meta({ description: "The page of the desk, and the item on it that says this." }),
});
export type BriefSentence = z.infer<typeof briefSentence>;

export const briefDto = z.object({
  caseId: z.string(),
  sessionId: z.string(),
  sentences: z.array(briefSentence),
});
export type BriefDto = z.infer<typeof briefDto>;

/** Why what a model answered was left out. */
export const wordingProblems = [
  "unreachable",
  "refused",
  "unreadable",
  "left_out",
  "mixed",
  "number",
  "not_plain",
] as const;
export type WordingProblem = (typeof wordingProblems)[number];

/** A sentence as it is sent: its side, its text in the reader's language, and the address of its item. */
export const sentSentence = z.object({ side: z.enum(sides), text: z.string(), href: z.string() });
export type SentSentence = z.infer<typeof sentSentence>;

export const wordedSentence = z.object({
  side: z.enum(sides),
  text: z.string(),
  from: z.array(z.int()).meta({ description: "Which sentences of `sent` it was made from, from 0." }),
});
export type WordedSentence = z.infer<typeof wordedSentence>;

export const briefWordingDto = z.object({
  caseId: z.string(),
  host: z.string().meta({ description: "Where the sentences were sent." }),
  model: z.string(),
  language: z.enum(languages),
  instructions: z.string().meta({ description: "What the model was told to do." }),
  sent: z.array(sentSentence).meta({ description: "What was sent: the numbered texts, without addresses." }),
  problem: z.enum(wordingProblems).nullable().meta({
    description: "Why the model's answer was left out; null where it is in `sentences`.",
  }),
  sentences: z.array(wordedSentence),
});
export type BriefWordingDto = z.infer<typeof briefWordingDto>;
