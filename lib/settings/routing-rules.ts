import { z } from "zod";
import { isStorable, storable } from "@/lib/format/text";

const priorities = ["low", "normal", "high", "urgent"] as const;
const text = (max: number) => z.string().trim().min(1).max(max).refine(isStorable, storable);
const words = (max: number) => z.array(text(100)).max(max).optional();

export const queueName = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, "lower-case letters, digits, - and _");

/** A rule fits when every condition that it names holds; of a list, one value is enough. */
export const routingRule = z.strictObject({
  name: text(80),
  queue: queueName,
  priority: z.enum(priorities).optional(),
  minRiskScore: z.int().min(0).max(100).optional(),
  signals: words(50),
  documentTypes: words(50),
  countries: words(250),
  tags: words(50),
});
export type RoutingRule = z.infer<typeof routingRule>;

/** The rules in the order in which they are tried. */
export const routingRules = z.array(routingRule).max(50);

export const defaultQueue = "general";

export type CaseFacts = {
  riskScore: number | null;
  documentType: string | null;
  country: string | null;
  tags: readonly string[];
  signals: readonly string[];
};

/** On what grounds a rule fits; null when it does not. */
function groundsOf(rule: RoutingRule, facts: CaseFacts): string[] | null {
  const held: (string | null)[] = [];
  if (rule.minRiskScore !== undefined)
    held.push((facts.riskScore ?? 0) >= rule.minRiskScore ? `risk ≥ ${rule.minRiskScore}` : null);
  const oneOf = (name: string, wanted: readonly string[] | undefined, given: readonly (string | null)[]) => {
    if (!wanted || wanted.length === 0) return;
    const hit = wanted.find((value) => given.includes(value));
    held.push(hit === undefined ? null : `${name} ${hit}`);
  };
  oneOf("signal", rule.signals, facts.signals);
  oneOf("document", rule.documentTypes, [facts.documentType]);
  oneOf("country", rule.countries, [facts.country]);
  oneOf("tag", rule.tags, facts.tags);
  return held.every((ground) => ground !== null) ? (held as string[]) : null;
}

/** Where a new case goes: by the first rule that fits, else the general queue. */
export function routeCase(rules: readonly RoutingRule[], facts: CaseFacts) {
  for (const rule of rules) {
    const grounds = groundsOf(rule, facts);
    if (grounds)
      return {
        queue: rule.queue,
        priority: rule.priority ?? ("normal" as const),
        routing: { rule: rule.name, grounds },
      };
  }
  return { queue: defaultQueue, priority: "normal" as const, routing: { grounds: [] as string[] } };
}
