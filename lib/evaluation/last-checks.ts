import "server-only";
import type { Capture } from "@/lib/captures/load";
import type { Evaluation } from "@/lib/evaluation/evaluate";
import type { Transaction } from "@/lib/platform/db";
import { belowSession } from "@/lib/platform/scope";

/** The last attempt of a check. */
export type LastCheck = {
  attempt: number;
  status: string;
  score: number | null;
  details: Readonly<Record<string, unknown>>;
};
/** The last attempt of each check of a session, by its policy. */
export type LastChecks = ReadonlyMap<string, LastCheck>;

/** Reads the last attempt of each check of a locked session. */
export async function lastChecks(tx: Transaction, capture: Capture): Promise<LastChecks> {
  const rows = await tx.check.findMany({
    where: belowSession(capture),
    orderBy: { attempt: "asc" },
    select: { policy: true, attempt: true, status: true, score: true, sealed: true },
  });
  const last = new Map(rows.map((row) => [row.policy, row]));
  return new Map(
    [...last.values()].map(({ policy, attempt, status, score, sealed }) => {
      const details = capture.cipher.open("check", `${policy}/${attempt}`, sealed)?.details;
      return [policy, { attempt, status, score, details: Object(details) }];
    }),
  );
}

/** The checks with what this evaluation found in place of what was found before. */
export function afterwards(before: LastChecks, { answers }: Evaluation): LastChecks {
  const found = answers.map(({ policy, status, score = null, reason, details }): [string, LastCheck] => [
    policy,
    {
      attempt: (before.get(policy)?.attempt ?? 0) + 1,
      status,
      score,
      details: { reason, ...details },
    },
  ]);
  return new Map([...before, ...found]);
}

/** Returns the status of each check by its policy. */
export const statusesOf = (checks: LastChecks): ReadonlyMap<string, string> =>
  new Map([...checks].map(([policy, { status }]) => [policy, status]));

/** What a result says of its session's checks: also of those that ran before, and not this time. */
export function checkedParts(checks: LastChecks) {
  const passed = (policy: string) => {
    const status = checks.get(policy)?.status;
    return status === "passed" ? true : status === "failed" ? false : null;
  };
  // Where no minimum age is asked for, the check passes without having compared anything.
  const hasMinimum = checks.get("age_check")?.details.minimum_age !== undefined;
  return {
    face_match_passed: passed("face_match"),
    face_match_score: checks.get("face_match")?.score ?? null,
    age_check_passed: hasMinimum ? passed("age_check") : null,
  };
}
