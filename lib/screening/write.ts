import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { instant } from "@/lib/format/instant";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { keyOf, scopeOf, scopeSql } from "@/lib/platform/scope";
import { holderOf, isFinal } from "@/lib/records/holder";
import { announceCases } from "@/lib/records/live";
import { cipherOf, requireReach, sessionFacts } from "@/lib/records/open";
import { comparedOf, historyWith, hitIdOf } from "@/lib/screening/dto";
import { checksRunHere, hitsOfChecks, openAmong } from "@/lib/screening/load";
import { stateOf } from "@/lib/screening/policy";
import type { ReopenHitsInput, ResolveHitsInput } from "@/lib/screening/schema";
import type { RecordCipher } from "@/lib/vault/cipher";

type Resolution = "dismissed" | "confirmed" | "reopened";

/**
 * Marks hits as not a match. The other hits determine the check's status and highest score.
 * @throws AppError validation_error when a person gives no reason code; conflict when the hits are redacted, the case
 * is decided, or a person has not claimed it
 */
export async function dismissHits(actor: Actor, input: ResolveHitsInput & { checkId: string }) {
  authorize(actor, "screening:resolve");
  requireReason(actor, input);
  return { checkId: input.checkId, dismissedCount: await resolve(actor, input, "dismissed") };
}

/**
 * Marks hits as match. The contract has no such call; its clients reject the case instead.
 * @throws AppError like {@link dismissHits}
 */
export async function confirmHits(actor: Actor, input: ResolveHitsInput & { checkId: string }) {
  authorize(actor, "screening:resolve");
  requireReason(actor, input);
  return { checkId: input.checkId, confirmedCount: await resolve(actor, input, "confirmed") };
}

/**
 * Reopens resolved hits while the case is not decided.
 * @throws AppError like {@link dismissHits}
 */
export async function reopenHits(actor: Actor, input: ReopenHitsInput & { checkId: string }) {
  authorize(actor, "screening:resolve");
  return { checkId: input.checkId, reopenedCount: await resolve(actor, input, "reopened") };
}

/**
 * A person must give a reason code, because auditors ask first why a hit was dismissed (Wolfsberg guidance on
 * sanctions screening, 2019, §5).
 */
function requireReason(actor: Actor, { reasonCode }: ResolveHitsInput): void {
  if (actor.kind !== "person" || reasonCode) return;
  throw new AppError("validation_error", "Enter a reason.", {
    fields: [{ field: "reason_code", message: "is required" }],
  });
}

type LockedCheck = Awaited<ReturnType<typeof lockCheck>>;

/**
 * Requires that a person has claimed the case, because names are masked otherwise. Hits of a decided case cannot be
 * changed, unless they came after the decision: nobody can claim the case for them.
 */
function refuseWithoutClaim(
  actor: Actor,
  { session }: LockedCheck,
  chosen: readonly { hit: { arrivedAt: Date | null } }[],
): void {
  const reviewCase = session?.reviewCase;
  if (!reviewCase) return;
  if (isFinal(reviewCase.status)) {
    if (chosen.length > 0 && chosen.every(({ hit }) => hit.arrivedAt)) return;
    throw new AppError(
      "conflict",
      "The case of these hits is decided. Only hits that came after the decision can be changed.",
    );
  }
  if (actor.kind !== "person") return;
  const holder = holderOf(reviewCase, new Date());
  if (holder !== actor.id)
    throw new AppError(
      "conflict",
      holder ? "Another member has claimed the case of these hits." : "Claim the case of these hits first.",
    );
}

async function resolve(
  actor: Actor,
  input: ResolveHitsInput & { checkId: string },
  resolution: Resolution,
): Promise<number> {
  const { count, caseId } = await db.$transaction(async (tx) => {
    const check = await lockCheck(tx, actor, input.checkId);
    const cipher = await cipherOf(actor, "session", check.session);
    if (cipher.isDestroyed || check.redactedAt)
      throw new AppError("conflict", "The hits of this check have been redacted.");
    const chosen = choose(check, cipher, input, resolution);
    refuseWithoutClaim(actor, check, chosen);
    // A check without such hits stays as it is: its status says more than that none is left.
    if (chosen.length === 0) return { count: 0, caseId: undefined };
    const now = new Date();
    for (const { hit, held } of chosen) {
      const isDismissed = resolution === "dismissed";
      const isOpen = resolution === "reopened";
      const said = {
        dismissed: isDismissed,
        dismissed_reason: isDismissed ? (input.reason ?? null) : null,
        confirmed_reason: resolution === "confirmed" ? (input.reason ?? null) : null,
        reason_code: isOpen ? null : (input.reasonCode ?? null),
        dismissed_at: isDismissed ? instant(now) : null,
        dismissed_by: isDismissed ? actor.id : null,
        ...historyWith(held, {
          at: instant(now),
          by: actor.id,
          resolution,
          reason_code: isOpen ? null : (input.reasonCode ?? null),
          reason: isOpen ? null : (input.reason ?? null),
        }),
      };
      await tx.screeningHit.update({
        where: { scoped: { ...inScope(actor), pk: hit.pk } },
        data: {
          isDismissed,
          isConfirmed: resolution === "confirmed",
          dismissedAt: isDismissed ? now : null,
          resolvedBy: isOpen ? null : actor.name,
          sealed: cipher.seal("screeningHit", `${check.id}/${hit.position}`, {
            hit: { ...held?.hit, ...said },
          }),
        },
        select: { pk: true },
      });
    }
    await score(tx, check, cipher);
    // Marks the session as changed here; otherwise a newer bundle of the source would restore the hits of its checks.
    if (check.session && !check.isRunHere)
      await tx.session.update({
        where: { scoped: { ...inScope(actor), pk: check.session.pk } },
        data: { updatedAt: now },
        select: { pk: true },
      });
    await recordEvent(tx, actor, {
      type: "screening.hits-resolved",
      metadata: { resolution, hits: chosen.length, reasonCode: input.reasonCode ?? null },
      resource: { type: "session", id: check.session?.id ?? check.id },
    });
    return { count: chosen.length, caseId: check.session?.reviewCase?.id };
  });
  if (caseId) announceCases(actor, [caseId]);
  return count;
}

/**
 * Returns the selected hits.
 * @throws AppError validation_error for a hit that the check does not have
 */
function choose(
  check: LockedCheck,
  cipher: RecordCipher,
  { hitIds }: ResolveHitsInput,
  resolution: Resolution,
) {
  const opened = check.hits.map((hit) => ({
    hit,
    held: cipher.open("screeningHit", `${check.id}/${hit.position}`, hit.sealed),
  }));
  if (!hitIds) return opened.filter(({ hit }) => !hit.isDismissed && !hit.isConfirmed);
  const named = opened.filter(({ hit, held }) => hitIds.includes(hitIdOf(hit, held)));
  if (named.length < new Set(hitIds).size)
    throw new AppError("validation_error", "This check does not have this hit.", {
      fields: [{ field: "hit_ids", message: "must be hits of this check" }],
    });
  return resolution === "reopened" ? named.filter(({ hit }) => hit.isDismissed || hit.isConfirmed) : named;
}

/**
 * Locks a check, and its session before it.
 * @throws AppError not_found; conflict while its session is restricted
 */
export async function lockCheck(tx: Transaction, actor: Actor, id: string) {
  const notFound = () => new AppError("not_found", "Screening check not found.");
  if (id.includes("\0")) throw notFound();
  const own = Prisma.sql`${scopeSql(inScope(actor))} AND id = ${id}`;
  // Locks the session before its checks, in the same order as redactions and imports.
  await tx.$queryRaw`
    SELECT 1 FROM sessions WHERE ${scopeSql(inScope(actor))}
      AND pk = (SELECT session_pk FROM screening_checks WHERE ${own}) FOR UPDATE`;
  const [locked] = await tx.$queryRaw<{ pk: bigint }[]>`
    SELECT pk FROM screening_checks WHERE ${own} FOR UPDATE`;
  if (!locked) throw notFound();
  const check = await tx.screeningCheck.findUniqueOrThrow({
    where: { scoped: { ...inScope(actor), pk: locked.pk } },
    include: {
      hits: { orderBy: { position: "asc" } },
      session: {
        select: {
          ...sessionFacts,
          reviewCase: {
            select: { id: true, status: true, assignedTo: true, claimExpiresAt: true },
          },
        },
      },
    },
  });
  if (check.session) await requireReach(actor, "work", check.session, "Screening check");
  return check;
}

/**
 * Sets the state of a check from its hits that are not dismissed, and that of the session's other checks whose names are
 * similar to entries that are its hits.
 */
async function score(tx: Transaction, check: LockedCheck, cipher: RecordCipher): Promise<void> {
  const { session, isRunHere } = check;
  const beside = session && isRunHere ? await checksRunHere(tx, session, check.checkType) : [];
  const lenient = cipher.pastDamage(() => undefined);
  const others = beside.flatMap((row) => {
    const held = row.pk === check.pk ? null : lenient.open("screeningCheck", row.id, row.sealed);
    return comparedOf(held).hits_elsewhere.length > 0 ? [{ row, held }] : [];
  });
  const own = { row: check, held: cipher.open("screeningCheck", check.id, check.sealed) };
  const isAlone = others.length + comparedOf(own.held).hits_elsewhere.length === 0;
  const hits = isAlone ? [] : await hitsOfChecks(tx, beside, lenient);
  for (const { row, held } of [own, ...others]) {
    const left = await tx.screeningHit.findMany({
      where: { ...scopeOf(row), checkPk: row.pk, isDismissed: false },
      select: { matchScore: true },
    });
    const { reason, hits_elsewhere } = comparedOf(held);
    const open = openAmong(hits_elsewhere, hits, row.pk);
    const state = stateOf(
      left.map(({ matchScore }) => matchScore),
      open,
      reason,
    );
    const result = { ...held?.result, match_count: state.hitCount, highest_score: state.highestScore };
    await tx.screeningCheck.update({
      where: keyOf(row),
      data: { ...state, sealed: cipher.seal("screeningCheck", row.id, { ...held, result }) },
      select: { pk: true },
    });
  }
}
