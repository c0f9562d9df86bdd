import { day as inWords } from "@/lib/format/date";
import { type Day, dayOrNull } from "@/lib/format/day";
import type { PlanRowDto } from "@/lib/privacy/schema";
import { retentionClock } from "@/lib/records/window";
import type { RetentionOverride } from "@/lib/settings/schema";

/** What the retention settings say of a session. */
export type KeptFacts = {
  session: { terminalAt: Date | null; documentType: string | null; restrictedUntilOn: Date | null };
  settings: {
    sensitiveDataRetentionDays: number | null;
    dataRetentionDays: number | null;
    overrides: readonly RetentionOverride[];
    autoRedactOnRetentionExpiry: boolean;
  };
  /** What an erasure would do with it today. */
  plan: Pick<PlanRowDto, "verdict" | "until" | "rule" | "source">;
};

/**
 * How long one session is kept, for its subject (GDPR Art. 15(1)(d)): what happens by itself under the retention
 * settings, and what would become of a request to erase it. Days are counted from the end of the verification.
 * @param day the day of an instant where the organization is
 */
export function keptWords({ session, settings, plan }: KeptFacts, day: (instant: Date) => Day): string {
  if (plan.verdict === "erased") return "Erased.";
  const { sensitiveDataUntil, dataUntil } = retentionClock(session, settings);
  const said: string[] = [];
  if (sensitiveDataUntil)
    said.push(
      `Images and the data read from them are no longer used from ${inWords(day(sensitiveDataUntil))}.`,
    );
  if (!session.terminalAt)
    said.push("Your verification has not ended. The retention period starts when it ends.");
  else if (dataUntil && settings.autoRedactOnRetentionExpiry)
    said.push(
      `All data is erased automatically on ${inWords(latest(day(dataUntil), dayOrNull(session.restrictedUntilOn)))} or on the next day.`,
    );
  else said.push("We have not set a date for automatic erasure.");
  said.push(onRequest(plan));
  return said.join(" ");
}

const latest = (one: Day, other: Day | null) => (other && other > one ? other : one);

/** What would become of a request to erase it. A hold is not told of: it may serve a suspicion report. */
function onRequest({ verdict, until, rule, source }: KeptFacts["plan"]): string {
  if (verdict === "undecided")
    return "If you ask us to erase this data, we erase it when its review is finished, unless a law requires us to keep it.";
  if (verdict !== "keep") return "If you ask us to erase this data, we erase it.";
  const why = `${rule}${source ? ` (${source})` : ""}`;
  return `If you ask us to erase this data, we must still keep it${until ? ` until ${inWords(until)}` : ""}: ${why}.`;
}
