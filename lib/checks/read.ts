import { belowSession } from "@/lib/platform/scope";
import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { toCheckDto } from "@/lib/checks/dto";
import type { CheckDto } from "@/lib/checks/schema";
import { recordRead } from "@/lib/events/looks";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Prisma } from "@/lib/platform/generated/client";
import { type OpenSession, openSession, type SessionName } from "@/lib/records/open";

/** Reads the checks of a session in the order in which they ran. */
export const checkRows = { orderBy: { pk: "asc" } } as const satisfies Prisma.Session$checksArgs;
export type CheckRow = Prisma.CheckGetPayload<object>;

function showAttempt(session: OpenSession, row: CheckRow): CheckDto {
  const sealed = session.shown.open("check", `${row.policy}/${row.attempt}`, row.sealed);
  return toCheckDto(session.view, row, sealed);
}

/** Returns the latest attempt of each policy of an opened session, ordered by the first run of each policy. */
export function showChecks(session: OpenSession, rows: readonly CheckRow[]): CheckDto[] {
  const latest = new Map<string, CheckRow>();
  for (const row of rows) {
    if ((latest.get(row.policy)?.attempt ?? 0) < row.attempt) latest.set(row.policy, row);
  }
  return [...latest.values()].map((row) => showAttempt(session, row));
}

/**
 * {@link showChecks} for a session by its id.
 * @throws AppError like {@link openSession}
 */
export async function listChecks(
  actor: Actor,
  input: { sessionId: SessionName },
): Promise<{ data: CheckDto[] }> {
  authorize(actor, "results:read");
  const session = await openSession(actor, input.sessionId, "read");
  const rows = await db.check.findMany({ where: belowSession(session), ...checkRows });
  const data = showChecks(session, rows);
  if (actor.kind !== "person" && data.some(({ details }) => details !== null))
    await recordRead(actor, session, "verifications");
  return { data };
}

/**
 * Returns every attempt of one policy, first to last.
 * @throws AppError not_found when the policy never ran in this session
 */
export async function listAttempts(actor: Actor, input: { sessionId: string; policy: string }) {
  authorize(actor, "results:read");
  const { sessionId, policy } = input;
  const session = await openSession(actor, sessionId, "read");
  const rows = await db.check.findMany({ where: { ...belowSession(session), policy }, ...checkRows });
  const attempts = rows.map((row) => showAttempt(session, row));
  if (actor.kind !== "person" && attempts.some(({ details }) => details !== null))
    await recordRead(actor, session, "verifications");
  if (attempts.length === 0) throw new AppError("not_found", "This check has not run in this session.");
  return { sessionId, policy, attempts: attempts.toSorted((left, right) => left.attempt - right.attempt) };
}
