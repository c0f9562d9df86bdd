import { z } from "zod";
import { isStorable, storable } from "@/lib/format/text";
import { factsOf } from "@/lib/refusals/policy";

/** Why a request may be refused. */
export const refusalGrounds = [
  "unfounded",
  "excessive",
  "abusive",
  "not_identified",
  "third_party",
  "exemption",
  "not_controller",
] as const;
export type RefusalGround = (typeof refusalGrounds)[number];

export const feeGrounds = ["unfounded", "excessive", "abusive"] as const;
export type FeeGround = (typeof feeGrounds)[number];

/** What an officer writes down so that a refusal can be proved later. */
export const factNames = [
  "circumstances",
  "earlier",
  "objective",
  "subjective",
  "asked",
  "others",
  "provision",
  "controller",
] as const;
export type FactName = (typeof factNames)[number];
export type RefusalFacts = Partial<Record<FactName, string>>;

const words = z.string().trim().min(1).max(4000).refine(isStorable, storable);
const version = z.int().min(1).optional();

const facts = {
  circumstances: words.optional().meta({ description: "What shows that the ground applies." }),
  earlier: words.optional().meta({ description: "Earlier requests and their answers." }),
  objective: words
    .optional()
    .meta({ description: "Objective circumstances: the purpose of the right is not achieved." }),
  subjective: words
    .optional()
    .meta({ description: "Subjective circumstances: the intention to obtain an advantage artificially." }),
  asked: words.optional().meta({ description: "What was asked to establish the identity, and when." }),
  others: words.optional().meta({ description: "Whose rights, and why omitting parts is not enough." }),
  provision: words.optional().meta({ description: "The provision that exempts. The letter contains it." }),
  controller: words.optional().meta({ description: "Who the controller is. The letter contains it." }),
} satisfies Record<FactName, z.ZodType>;

/** Every fact that the ground needs must be there, and no other. */
function refuseFacts(
  given: { ground: RefusalGround } & RefusalFacts,
  context: { addIssue: (issue: { code: "custom"; path: string[]; message: string }) => void },
): void {
  const needed = factsOf(given.ground);
  for (const name of factNames) {
    const isNeeded = needed.includes(name);
    if (isNeeded === (given[name] !== undefined)) continue;
    const message = isNeeded ? "must be given for this ground" : "does not belong to this ground";
    context.addIssue({ code: "custom", path: [name], message });
  }
}

/** The facts that a ground needs, as a form asks for them. */
export const neededFacts = (ground: RefusalGround): Record<string, typeof words> =>
  Object.fromEntries(factsOf(ground).map((name) => [name, words]));

const reason = words.meta({ description: "The reason, in the words that the letter contains." });

/** The parts of a refusal, before it is checked which of them its ground needs. */
export const refusalParts = z.strictObject({ ground: z.enum(refusalGrounds), ...facts, reason, version });
export const refusalInput = refusalParts.superRefine(refuseFacts);
export type RefusalInput = z.infer<typeof refusalInput>;

/** A reasonable fee in place of a refusal. */
export const feeParts = z.strictObject({
  ground: z.enum(feeGrounds),
  ...facts,
  amount: z.string().trim().min(1).max(64).refine(isStorable, storable).meta({
    description: "The fee with its currency, as the letter names it.",
  }),
  reason,
  version,
});
export const feeInput = feeParts.superRefine(refuseFacts);
export type FeeInput = z.infer<typeof feeInput>;

const factsDto = z.object(facts);
const instant = z.string().meta({ format: "date-time" });

/** A refusal that was proposed, or is in force. What was written down is for those who answer requests. */
export const refusalDto = z.object({
  ground: z.enum(refusalGrounds),
  facts: factsDto.nullable(),
  reason: z.string().nullable(),
  proposedBy: z.string(),
  proposedByName: z.string(),
  proposedAt: instant,
  confirmedBy: z.string().nullable().meta({ description: "Null if nobody else confirmed it." }),
  hasSecondPerson: z.boolean().meta({ description: "Another member could confirm it." }),
});
export type RefusalDto = z.infer<typeof refusalDto>;

export const feeDto = z.object({
  ground: z.enum(feeGrounds),
  facts: factsDto,
  amount: z.string(),
  reason: z.string(),
  askedAt: instant,
});
export type FeeDto = z.infer<typeof feeDto>;
