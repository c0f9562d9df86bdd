import { countryName } from "@/lib/format/country";
import { words } from "@/lib/format/words";
import type { ReviewSettingsDto } from "@/lib/settings/schema";

export type RoutingRule = ReviewSettingsDto["routingRules"][number];

/** Splits a text at its commas. */
export const listOf = (text: string) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

const oneOf = (name: string, values: readonly string[] | undefined, spell: (value: string) => string) =>
  values && values.length > 0 ? `${name} ${values.map(spell).join(" or ")}` : "";

/** Describes the conditions of a rule in words. */
export function conditionWords(rule: RoutingRule): string {
  const conditions = [
    rule.minRiskScore === undefined ? "" : `risk ${rule.minRiskScore} or more`,
    oneOf("signal", rule.signals, words),
    oneOf("document", rule.documentTypes, words),
    oneOf("country", rule.countries, countryName),
    oneOf("tag", rule.tags, (tag) => tag),
  ].filter(Boolean);
  return conditions.length > 0 ? conditions.join(", and ") : "every case";
}

/** Describes the queue and priority of a rule in words. */
export const targetWords = ({ queue, priority }: RoutingRule) =>
  `${queue} queue${priority ? `, ${priority} priority` : ""}`;

export const ruleWords = (rule: RoutingRule) => `${conditionWords(rule)}: ${targetWords(rule)}`;
