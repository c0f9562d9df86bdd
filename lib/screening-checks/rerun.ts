import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { keyOf } from "@/lib/platform/scope";
import { announceCases } from "@/lib/records/live";
import { cipherOf } from "@/lib/records/open";
import { lockCheck } from "@/lib/screening/write";
import { compare, type Outcome, sealedCheck } from "@/lib/screening-checks/load";
import { entryKey } from "@/lib/screening-checks/policy";
import { describeChecks } from "@/lib/screening-checks/read";
import type { ApiCheckDto, CheckType, Subject } from "@/lib/screening-checks/schema";
import { insertHits } from "@/lib/screening-checks/write";
import { queueWebhooks } from "@/lib/webhooks/write";

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
 * Compares a monitored check again, with the lists that its identity is narrowed to.
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
  only?: readonly string[],
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
  const subject = (held.extra?.subject ?? {}) as Subject;
  const outcome = await compare(tx, actor, check.checkType as CheckType, subject, only);
  const known = new Set(
    check.hits.map((hit) =>
      entryKey(cipher.open("screeningHit", `${check.id}/${hit.position}`, hit.sealed)?.hit ?? {}),
    ),
  );
  const fresh = outcome.hits.filter((hit) => !known.has(entryKey(hit)));
  const from = Math.max(-1, ...check.hits.map(({ position }) => position)) + 1;
  await insertHits(tx, actor, { session, cipher, check, from }, fresh);
  const told = stateOf(check, outcome, fresh);
  await tx.screeningCheck.update({
    where: keyOf(check),
    data: {
      status: told.status,
      hasMatch: told.count > 0,
      hitCount: told.count,
      highestScore: told.highest,
      lastCheckedAt: new Date(),
      seenLists: outcome.seen,
      sealed: cipher.seal("screeningCheck", check.id, sealedCheck(outcome, subject, told)),
    },
    select: { pk: true },
  });
  const event = { id: check.id, checkType: check.checkType, status: told.status, hasMatch: told.count > 0 };
  await queueWebhooks(tx, actor, ["screening.completed"], session, { check: event });
  const metadata = { checkId: check.id, checkType: check.checkType, status: told.status, hits: fresh.length };
  await recordEvent(tx, actor, {
    type: "screening.check-run",
    metadata: { ...metadata, isRerun: true },
    resource: { type: "session", id: session.id },
  });
  return { caseId: session.reviewCase?.id };
}

/** The state of a check from the hits that are not dismissed. */
function stateOf({ hits }: LockedCheck, { reason }: Outcome, fresh: Outcome["hits"]) {
  const scores = [
    ...hits.filter(({ isDismissed }) => !isDismissed).map(({ matchScore }) => matchScore ?? 0),
    ...fresh.map(({ match_score }) => match_score),
  ];
  const status = scores.length > 0 ? "hit" : reason ? "error" : "clear";
  return { status, count: scores.length, highest: scores.length > 0 ? Math.max(...scores) : null };
}
