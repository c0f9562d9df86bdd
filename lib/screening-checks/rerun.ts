import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { announceCases } from "@/lib/records/live";
import { cipherOf } from "@/lib/records/open";
import { lockCheck } from "@/lib/screening/write";
import { endMonitoring } from "@/lib/screening-checks/monitoring";
import { describeChecks } from "@/lib/screening-checks/read";
import type { ApiCheckDto } from "@/lib/screening-checks/schema";
import { compare } from "@/lib/screening-runs/compare";
import { addToCheck } from "@/lib/screening-runs/keep";
import type { CheckType } from "@/lib/screening-runs/subject";
import { nameOf, subjectIn } from "@/lib/screening-runs/subjects";

/**
 * Compares the person of a check again with what is loaded now. Hits that it has stay with what was decided on them,
 * also those whose entry is no longer listed; new ones are added.
 * @throws AppError not_found; conflict for a check of a source, or one that is redacted or restricted
 */
export async function rerunCheck(actor: Actor, { checkId }: { checkId: string }): Promise<ApiCheckDto> {
  authorize(actor, "screening:run");
  const { caseId } = await db.$transaction(async (tx) =>
    rerun(tx, actor, await lockCheck(tx, actor, checkId)),
  );
  if (caseId) announceCases(actor, [caseId]);
  const [check] = await describeChecks(actor, [checkId]);
  if (!check) throw new AppError("not_found", "Screening check not found.");
  return check;
}

/**
 * Compares a monitored check again, with the lists that its identity is narrowed to. The monitoring of one without a
 * name ends.
 * @param seen what it was compared with when it was found due; otherwise another pass has run it, or a person
 * @returns whether it was compared
 * @throws AppError like {@link rerunCheck}
 */
export async function rerunMonitored(
  actor: Actor,
  { checkId, seen }: { checkId: string; seen: readonly string[] },
): Promise<boolean> {
  authorize(actor, "screening:run");
  const done = await db.$transaction(async (tx) => {
    const check = await lockCheck(tx, actor, checkId);
    if (!check.monitoringEnabled || check.seenLists.join() !== seen.join()) return null;
    const cipher = await cipherOf(actor, "session", check.session);
    const held = cipher.open("screeningCheck", check.id, check.sealed);
    // Without a name nothing is compared, so that every list would be due for ever.
    if (held && nameOf(subjectIn(held)) === null) {
      await endMonitoring(tx, actor, check);
      return null;
    }
    const pk = check.session?.identityPk;
    const identity = pk
      ? await tx.identity.findUnique({
          where: { scoped: { ...inScope(actor), pk } },
          select: { monitoredLists: true },
        })
      : null;
    return rerun(tx, actor, check, identity?.monitoredLists);
  });
  if (done?.caseId) announceCases(actor, [done.caseId]);
  return done !== null;
}

type LockedCheck = Awaited<ReturnType<typeof lockCheck>>;

async function rerun(
  tx: Transaction,
  actor: Actor,
  check: LockedCheck,
  only: readonly string[] = [],
): Promise<{ caseId: string | undefined }> {
  const { session } = check;
  if (!session || !check.isRunHere)
    throw new AppError(
      "conflict",
      "This check came from the source of its session. Only the source can run it again.",
    );
  const cipher = await cipherOf(actor, "session", session);
  const held = cipher.open("screeningCheck", check.id, check.sealed);
  if (check.redactedAt || !held) throw new AppError("conflict", "This check has been redacted.");
  const subject = subjectIn(held);
  const outcome = await compare(tx, actor, check.checkType as CheckType, subject, only);
  // What narrowed lists leave out is as it was.
  const isLeftOut = (seen: string) => only.length > 0 && !only.some((id) => seen.startsWith(`${id}@`));
  outcome.seen.push(...check.seenLists.filter(isLeftOut));
  await addToCheck(tx, actor, check, { session, cipher, outcome, subject });
  return { caseId: session.reviewCase?.id };
}
