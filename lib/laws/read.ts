import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { jurisdictionIds } from "@/lib/law/jurisdictions";
import { requestKinds } from "@/lib/law/kinds";
import { termWords } from "@/lib/law/profile";
import {
  type PauseEffect,
  type PauseGround,
  type Profile,
  pauseGrounds,
  profiles,
  type RuleName,
  ruleNames,
} from "@/lib/law/profiles";
import { withheldWords } from "@/lib/law/withheld";
import type { LawList } from "@/lib/laws/schema";

const awaited: Record<PauseGround, string> = {
  identity: "proof of identity",
  scope: "the scope of the request",
  fee: "the fee",
};

const effects: Record<PauseEffect, string> = {
  starts: "the term begins on the day of the answer",
  suspends: "the days from the question to the answer are added",
  excludes: "the days from the question to the answer, both included, do not count",
};

function waitingOf({ pauses }: Profile): string {
  const waits = pauseGrounds.flatMap((ground) => {
    const effect = pauses[ground];
    return effect ? [`${awaited[ground]}: ${effects[effect]}`] : [];
  });
  return waits.join("; ") || "the clock runs on";
}

function withheldOf({ withheldClasses, withholdsDocumentImages }: Profile): string {
  const classes = withheldClasses.map((each) => withheldWords[each]);
  return [...classes, ...(withholdsDocumentImages ? ["pictures of identity documents"] : [])].join("; ");
}

/** What each rule of a profile says, in words. */
const says: Record<RuleName, (law: Profile) => string> = {
  answer: ({ answer }) => termWords(answer),
  extended: ({ extended }) => termWords(extended),
  pause: waitingOf,
  working_day: ({ movesToWorkingDay }) =>
    movesToWorkingDay ? "moves to the next working day" : "does not move the last day",
  confirm: ({ confirmWithinWorkingDays: days }) => (days ? `within ${days} working days` : "no such rule"),
  withheld: (law) => withheldOf(law) || "no such rule",
};

/** Lists the rules of every law, the newest of each law first, with their sources and days of receipt. */
export function listLaws(actor: Actor): LawList {
  authorize(actor, "requests:read");
  const all = jurisdictionIds.flatMap((id) => profiles[id].toReversed());
  return {
    data: all.map((law) => ({
      version: law.version,
      jurisdiction: law.jurisdiction,
      validFrom: law.validFrom,
      until: law.until,
      kinds: requestKinds.flatMap((kind) => {
        const offered = law.kinds[kind];
        return offered ? [{ kind, source: offered.source }] : [];
      }),
      rules: ruleNames.map((rule) => ({ rule, says: says[rule](law), source: law.sources[rule] ?? null })),
    })),
  };
}
