import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { toCheckDto } from "@/lib/checks/dto";
import type { CheckDto } from "@/lib/checks/schema";
import { recordRead } from "@/lib/events/looks";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowSession } from "@/lib/platform/scope";
import { type OpenSession, openSession } from "@/lib/records/open";
import { openRow } from "@/lib/vault/seal";

async function loadAttempts(session: OpenSession, policy?: string): Promise<CheckDto[]> {
  const where = { ...belowSession(session), ...(policy !== undefined && { policy }) };
  const rows = await db.check.findMany({ where, orderBy: [{ pk: "asc" }] });
  return rows.map((row) => {
    const sealed = openRow(session.shownKey, "check", `${row.policy}/${row.attempt}`, row.sealed);
    return toCheckDto(session.view, row, sealed);
  });
}

/** The latest attempt of each policy of an opened session, in the order the policies first ran. */
export async function checksOf(session: OpenSession): Promise<CheckDto[]> {
  const latest = new Map<string, CheckDto>();
  for (const check of await loadAttempts(session)) {
    if ((latest.get(check.policy)?.attempt ?? 0) < check.attempt) latest.set(check.policy, check);
  }
  return [...latest.values()];
}

/** {@link checksOf} for a session named by its id. @throws AppError as {@link openSession} */
export async function listChecks(actor: Actor, input: { sessionId: string }): Promise<{ data: CheckDto[] }> {
  authorize(actor, "results:read");
  const session = await openSession(actor, input.sessionId, "read");
  const data = await checksOf(session);
  if (actor.kind !== "person" && data.some(({ details }) => details !== null))
    await recordRead(actor, session, "verifications");
  return { data };
}

/** Every attempt of one policy, first to last. @throws AppError not_found when it never ran in this session */
export async function listAttempts(actor: Actor, input: { sessionId: string; policy: string }) {
  authorize(actor, "results:read");
  const { sessionId, policy } = input;
  const session = await openSession(actor, sessionId, "read");
  const attempts = await loadAttempts(session, policy);
  if (actor.kind !== "person" && attempts.some(({ details }) => details !== null))
    await recordRead(actor, session, "verifications");
  if (attempts.length === 0) throw new AppError("not_found", "This check has not run in this session.");
  return { sessionId, policy, attempts: attempts.toSorted((left, right) => left.attempt - right.attempt) };
}
