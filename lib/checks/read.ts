import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { toCheckDto } from "@/lib/checks/dto";
import type { CheckDto } from "@/lib/checks/schema";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { openRow } from "@/lib/privacy/seal";
import { shownDataKey } from "@/lib/privacy/window";
import { ownSessionOf } from "@/lib/sessions/own";
import { currentSettings } from "@/lib/settings/current";

async function loadAttempts(actor: Actor, sessionId: string, policy?: string): Promise<CheckDto[]> {
  const session = await ownSessionOf(actor, sessionId);
  const where = { sessionPk: session.pk, ...(policy !== undefined && { policy }) };
  const rows = await db.check.findMany({ where, orderBy: [{ pk: "asc" }] });
  const key = rows.length > 0 ? await shownDataKey(actor, session) : undefined;
  const whitelist = actor.kind === "person" ? [] : (await currentSettings(actor)).apiPiiFields;
  return rows.map((row) =>
    toCheckDto(actor, row, openRow(key, "check", `${row.policy}/${row.attempt}`, row.sealed), whitelist),
  );
}

/** The latest attempt of each policy, in the order the policies first ran. */
export async function listChecks(actor: Actor, input: { sessionId: string }): Promise<{ data: CheckDto[] }> {
  authorize(actor, "results:read");
  const latest = new Map<string, CheckDto>();
  for (const check of await loadAttempts(actor, input.sessionId)) {
    if ((latest.get(check.policy)?.attempt ?? 0) < check.attempt) latest.set(check.policy, check);
  }
  return { data: [...latest.values()] };
}

/** Every attempt of one policy, first to last. @throws AppError not_found when it never ran in this session */
export async function listAttempts(actor: Actor, input: { sessionId: string; policy: string }) {
  authorize(actor, "results:read");
  const { sessionId, policy } = input;
  const attempts = policy.includes("\0") ? [] : await loadAttempts(actor, sessionId, policy);
  if (attempts.length === 0) throw new AppError("not_found", "This check has not run in this session.");
  return { sessionId, policy, attempts: attempts.toSorted((left, right) => left.attempt - right.attempt) };
}
