import { counted, duration } from "@/lib/format/number";
import { sentence } from "@/lib/format/words";
import type { DecisionInvolvementDto } from "@/lib/involvement/schema";

/** Events by which a person looked at a case or its session. What was fetched ahead was not on the screen. */
export const lookTypes = ["case.opened", "document.viewed", "pii.revealed", "pii.read"] as const;

/** Events by which a person worked on a case or its session before the decision, each as it is counted. */
export const actTypes = {
  "result.pii-corrected": "correction",
  "check.overridden": "override of a check",
  "screening.hits-resolved": "resolution of screening hits",
  "case.note-added": "note",
  "case.escalated": "escalation",
  "case.resubmission-requested": "request for another picture",
} as const;
type ActType = keyof typeof actTypes;

const outcomes: Readonly<Record<string, string>> = {
  auto_approve: "approved",
  auto_reject: "rejected",
};

/**
 * Whether a decision follows what the risk level suggested.
 * @returns null where it suggested no outcome, or the decision is none
 */
export function followsSuggestion(action: string, decision: string): boolean | null {
  const outcome = outcomes[action] ?? null;
  if (outcome === null || !["approved", "rejected"].includes(decision)) return null;
  return outcome === decision;
}

export type InvolvementFacts = Omit<DecisionInvolvementDto, "words">;

const namesOf = (types: readonly string[]) => types.map((type) => sentence(type).toLowerCase()).join(", ");

function imageWords({ door, imagesStored, imagesShown }: InvolvementFacts): string | null {
  if (door !== "desk") return null;
  const hidden = imagesStored?.filter((each) => !imagesShown.includes(each));
  if (imagesStored?.length === 0) return "The session stored no images.";
  if (imagesShown.length === 0)
    return imagesStored
      ? `None of the ${counted(imagesStored.length, "stored image")} was on this person's screen before.`
      : "No image was on this person's screen before; how many were stored is not known any more.";
  const shown = `Images on the screen before: ${namesOf(imagesShown)}.`;
  return hidden && hidden.length > 0 ? `${shown} Not shown: ${namesOf(hidden)}.` : shown;
}

function timeWords({ door, heldSeconds, openSeconds }: InvolvementFacts): string | null {
  if (door !== "desk") return null;
  const since = (seconds: number) => (seconds < 1 ? "less than a second" : duration(seconds * 1000));
  const opened =
    openSeconds === null
      ? "The log shows no opening of the case by this person."
      : `This person first opened the case ${since(openSeconds)} before the decision.`;
  return heldSeconds === null ? opened : `${opened} It was claimed ${since(heldSeconds)} before.`;
}

function actWords({ door, acts }: InvolvementFacts): string | null {
  if (door !== "desk") return null;
  const counts = (Object.keys(actTypes) as ActType[])
    .map((type) => [actTypes[type], acts.filter((act) => act.type === type).length] as const)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => (count === 1 ? `1 ${name}` : `${count} × ${name}`));
  return counts.length > 0
    ? `Before the decision, by this person: ${counts.join(", ")}.`
    : "Before the decision this person changed nothing on the case.";
}

const doors = {
  desk: "made the decision at the desk.",
  api: "is named as the person who decided. The decision was made through the API, so what that person saw is not recorded here.",
  unknown: "is recorded as the person who decided. The log does not record any more how the decision came.",
} as const;

const suggestionWords = ({ suggestion, decision }: InvolvementFacts): string | null => {
  if (!suggestion) return null;
  const suggested = `The risk level suggested: ${sentence(suggestion.action).toLowerCase()}.`;
  if (suggestion.isFollowed === null)
    return `${suggested} The decision: ${sentence(decision).toLowerCase()}.`;
  return `${suggested} The decision ${suggestion.isFollowed ? "follows it" : "departs from it"}.`;
};

/**
 * Says in sentences what the records show of a person's part in a decision, and what they do not show. A decision
 * without human involvement is one that technology "substantially replaces" (11 CCR 7001, 7200; in the EU and the
 * United Kingdom: based solely on automated processing, GDPR Art. 22(1)). Whether the involvement was meaningful, a
 * person judges from these facts.
 */
export function involvementWords(facts: InvolvementFacts): string[] {
  return [
    `${facts.decidedBy} ${doors[facts.door]}`,
    timeWords(facts),
    imageWords(facts),
    suggestionWords(facts),
    actWords(facts),
    facts.logSince && "The log begins after this case was created, so earlier looks and acts are not known.",
  ].filter((each) => each !== null);
}
