import { duration } from "@/lib/format/number";
import type { ReviewSettingsDto } from "@/lib/settings/schema";
import type { Change } from "./changes";
import { type RoutingRule, ruleWords } from "./rule-words";

type Switches = Pick<
  ReviewSettingsDto,
  "dualReview" | "blindSecondReview" | "approvalNeedsHits" | "briefWording"
>;
export type ReviewDraft = Switches & {
  /** In years, as typed; empty for none. */
  minimumAge: string;
  /** As typed. */
  secondLook: string;
  /** In hours, as typed. */
  warn: string;
  /** In hours, as typed. */
  breach: string;
  rules: readonly RoutingRule[];
};

/** Converts typed hours to whole minutes. */
export const minutesOf = (hours: string): number => Math.round(Number(hours) * 60);

const age = (minutes: number) => duration(minutes * 60_000);
const ageWords = (years: string) => (years === "" ? "none" : `${years} years`);
const names = (rules: readonly RoutingRule[]) => rules.map(({ name }) => name).join(", ") || "none";

function ruleChanges(before: readonly RoutingRule[], after: readonly RoutingRule[]): Change[] {
  const was = new Map(before.map((rule) => [rule.name, ruleWords(rule)]));
  const is = new Map(after.map((rule) => [rule.name, ruleWords(rule)]));
  const every = [...new Set([...was.keys(), ...is.keys()])];
  const changed = every
    .filter((name) => was.get(name) !== is.get(name))
    .map((name) => ({
      name: `Rule ${name}`,
      before: was.get(name) ?? "none",
      after: is.get(name) ?? "removed",
    }));
  const kept = (rules: readonly RoutingRule[]) => rules.filter(({ name }) => was.has(name) && is.has(name));
  const isReordered = names(kept(before)) !== names(kept(after));
  return isReordered
    ? [...changed, { name: "Order of rules", before: names(before), after: names(after) }]
    : changed;
}

/** Lists the changes of a draft, one line each. */
export function reviewChangesOf(settings: ReviewSettingsDto, draft: ReviewDraft): Change[] {
  const onOff = (isOn: boolean) => (isOn ? "on" : "off");
  const all = [
    { name: "Dual review", before: onOff(settings.dualReview), after: onOff(draft.dualReview) },
    {
      name: "Blind second review",
      before: onOff(settings.blindSecondReview),
      after: onOff(draft.blindSecondReview),
    },
    {
      name: "Approval waits for screening",
      before: onOff(settings.approvalNeedsHits),
      after: onOff(draft.approvalNeedsHits),
    },
    {
      name: "Briefs worded by your model",
      before: onOff(settings.briefWording),
      after: onOff(draft.briefWording),
    },
    {
      name: "Second look",
      before: `${settings.secondLookPercent} %`,
      after: `${draft.secondLook} %`,
    },
    {
      name: "Minimum age",
      before: ageWords(settings.minimumAge === null ? "" : String(settings.minimumAge)),
      after: ageWords(draft.minimumAge),
    },
    { name: "Warn after", before: age(settings.slaWarnMinutes), after: age(minutesOf(draft.warn)) },
    { name: "Overdue after", before: age(settings.slaBreachMinutes), after: age(minutesOf(draft.breach)) },
  ].filter(({ before, after }) => before !== after);
  return [...all, ...ruleChanges(settings.routingRules, draft.rules)];
}
