import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { type CheckAnswer, checks, paceSignals, type Signal, unknownCheck } from "@/lib/evaluation/checks";
import type { Evidence } from "@/lib/evaluation/evidence";
import { checkAgainstList, duplicateDetection, watchlistScreening } from "@/lib/evaluation/links";
import { log } from "@/lib/platform/log";
import type { Screened } from "@/lib/screening-runs/keep";
import { compositeRisk, riskLevelOf } from "@/lib/signals/policy";
import type { NodeResult } from "@/lib/workflow/schema";

export type Answered = CheckAnswer & { policy: string; startedAt: Date; completedAt: Date };

export type Evaluation = {
  answers: Answered[];
  signals: Signal[];
  riskScore: number;
  /** The blocklist rejects the session, whatever the rules say. */
  isBlocked: boolean;
  /** What was found on the watchlists, to be kept as screening checks. */
  screened: Screened[];
};

/** Runs one check. One that throws has not answered, which is not the same as failed. */
async function answerOf(policy: string, run: () => Promise<CheckAnswer> | CheckAnswer): Promise<Answered> {
  const startedAt = new Date();
  const answer = await Promise.resolve()
    .then(run)
    .catch((err: unknown): CheckAnswer => {
      log.error({ err, policy }, "a check could not be run");
      return { status: "error", reason: "The check could not be run. The server log contains the details." };
    });
  return { ...answer, policy, startedAt, completedAt: new Date() };
}

/**
 * Runs the checks of a session: those that were asked for, and the five that every session gets.
 * @param only the check to run again; all of them by default
 */
export async function evaluate(
  actor: Actor,
  evidence: Evidence,
  only: string | null = null,
): Promise<Evaluation> {
  const answers: Answered[] = [];
  let screened: Screened[] = [];
  const always = ["duplicate_detection", "check_against_list", "risk_assessment"];
  const isDue = (policy: string) => only === null || only === policy;
  const asked = new Set(
    ["document_quality", ...evidence.asked, "watchlist_screening"].filter(
      (policy) => !always.includes(policy),
    ),
  );
  // Signals are of the session as a whole, so that all of them are found anew. Only a provider is not asked in vain.
  for (const policy of asked) {
    if (policy === "face_match" && !isDue(policy)) continue;
    const check = checks.get(policy) ?? unknownCheck;
    const screen = async () => {
      const { screened: found, ...answer } = await watchlistScreening(actor, evidence);
      if (isDue(policy)) screened = found;
      return answer;
    };
    answers.push(await answerOf(policy, policy === "watchlist_screening" ? screen : () => check(evidence)));
  }
  answers.push(await answerOf("duplicate_detection", () => duplicateDetection(actor, evidence)));
  let isBlocked = false;
  const list = await answerOf("check_against_list", async () => {
    const found = await checkAgainstList(actor, evidence);
    isBlocked = found.isBlocked;
    return found;
  });
  answers.push(list);
  const signals = [...answers.flatMap((answer) => answer.signals ?? []), ...paceSignals(evidence)];
  const riskScore = compositeRisk(signals.map((signal) => signal.riskScore)) ?? 0;
  answers.push(await answerOf("risk_assessment", () => riskAnswer(riskScore)));
  return { answers: answers.filter(({ policy }) => isDue(policy)), signals, riskScore, isBlocked, screened };
}

function riskAnswer(riskScore: number): CheckAnswer {
  const level = riskLevelOf(riskScore);
  const isHigh = level === "high" || level === "critical";
  return {
    status: isHigh ? "failed" : "passed",
    reason: `The signals of the session weigh ${riskScore} of 100: ${level}.`,
    details: { risk_score: riskScore, risk_level: level },
  };
}

/** The nodes of a run: what each check said. */
export const checkNodes = ({ answers }: Evaluation): NodeResult[] =>
  answers.map(({ policy, status, startedAt, completedAt }) => ({
    policy,
    status,
    passed: status === "passed" ? true : status === "failed" ? false : null,
    durationMs: completedAt.getTime() - startedAt.getTime(),
    route: null,
  }));
