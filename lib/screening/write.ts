import "server-only";
import { recordEvent } from "@/lib/audit/record";
import { type Actor, authorize, inScope } from "@/lib/auth/actor";
import { announceCases } from "@/lib/cases/live";
import { instant } from "@/lib/format/instant";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { openRow, sealRow } from "@/lib/privacy/seal";
import { dataKeyOf, requireReach, sessionFacts } from "@/lib/records/open";
import { hitIdOf } from "@/lib/screening/dto";
import type { ResolveHitsInput } from "@/lib/screening/schema";

type Resolution = "dismissed" | "confirmed";

/** Dismisses hits as false positives; what is left decides the check's status and highest score. */
export async function dismissHits(actor: Actor, input: ResolveHitsInput & { checkId: string }) {
  authorize(actor, "screening:resolve");
  return { checkId: input.checkId, dismissedCount: await resolve(actor, input, "dismissed") };
}

/** Confirms that hits are the person. The contract has no such call; its clients reject the case instead. */
export async function confirmHits(actor: Actor, input: ResolveHitsInput & { checkId: string }) {
  authorize(actor, "screening:resolve");
  return { checkId: input.checkId, confirmedCount: await resolve(actor, input, "confirmed") };
}

async function resolve(
  actor: Actor,
  input: ResolveHitsInput & { checkId: string },
  resolution: Resolution,
): Promise<number> {
  const { count, caseId } = await db.$transaction(async (tx) => {
    const check = await lockCheck(tx, actor, input.checkId);
    const key = check.session && (await dataKeyOf(actor, check.session));
    if (!key) throw new AppError("conflict", "The hits of this check have been redacted.");
    const opened = check.hits.map((hit) => ({
      hit,
      held: openRow(key, "screeningHit", `${check.id}/${hit.position}`, hit.sealed),
    }));
    const chosen = opened.filter(({ hit, held }) =>
      input.hitIds ? input.hitIds.includes(hitIdOf(hit, held)) : !hit.isDismissed && !hit.isConfirmed,
    );
    if (input.hitIds && chosen.length < new Set(input.hitIds).size)
      throw new AppError("validation_error", "This check has no such hit.", {
        fields: [{ field: "hit_ids", message: "must be hits of this check" }],
      });
    const now = new Date();
    for (const { hit, held } of chosen) {
      const said = {
        dismissed: resolution === "dismissed",
        dismissed_reason: resolution === "dismissed" ? (input.reason ?? null) : null,
        confirmed_reason: resolution === "confirmed" ? (input.reason ?? null) : null,
        dismissed_at: resolution === "dismissed" ? instant(now) : null,
        dismissed_by: resolution === "dismissed" ? actor.id : null,
      };
      await tx.screeningHit.update({
        where: { pk: hit.pk },
        data: {
          isDismissed: resolution === "dismissed",
          isConfirmed: resolution === "confirmed",
          dismissedAt: resolution === "dismissed" ? now : null,
          resolvedBy: actor.name,
          sealed: sealRow(key, "screeningHit", `${check.id}/${hit.position}`, {
            hit: { ...held?.hit, ...said },
          }),
        },
        select: { pk: true },
      });
    }
    await score(tx, check, key);
    // A newer bundle of the source would otherwise bring the hits back as they were.
    if (check.session)
      await tx.session.update({
        where: { pk: check.session.pk },
        data: { updatedAt: now },
        select: { pk: true },
      });
    await recordEvent(tx, actor, {
      type: "screening.hits-resolved",
      metadata: { resolution, hits: chosen.length },
      resource: { type: "session", id: check.session?.id ?? check.id },
    });
    return { count: chosen.length, caseId: check.session?.reviewCase?.id };
  });
  if (caseId) announceCases(actor, [caseId]);
  return count;
}

async function lockCheck(tx: Transaction, actor: Actor, id: string) {
  const { organizationPk, environment } = inScope(actor);
  const notFound = () => new AppError("not_found", "Screening check not found.");
  if (id.includes("\0")) throw notFound();
  const own = Prisma.sql`organization_pk = ${organizationPk} AND environment = ${environment}::"Environment" AND id = ${id}`;
  // The session before what hangs on it, as redactions and imports lock them.
  await tx.$queryRaw`
    SELECT 1 FROM sessions WHERE pk = (SELECT session_pk FROM screening_checks WHERE ${own}) FOR UPDATE`;
  const [locked] = await tx.$queryRaw<{ pk: bigint }[]>`
    SELECT pk FROM screening_checks WHERE ${own} FOR UPDATE`;
  if (!locked) throw notFound();
  const check = await tx.screeningCheck.findUniqueOrThrow({
    where: { pk: locked.pk },
    include: {
      hits: { orderBy: { position: "asc" } },
      session: { select: { ...sessionFacts, reviewCase: { select: { id: true } } } },
    },
  });
  if (check.session) await requireReach(actor, "work", check.session, "Screening check");
  return check;
}

/** Status, count and highest score of a check over the hits that are not dismissed. */
async function score(
  tx: Transaction,
  check: { pk: bigint; id: string; sealed: Uint8Array | null },
  key: Buffer,
): Promise<void> {
  const left = await tx.screeningHit.findMany({ where: { checkPk: check.pk, isDismissed: false } });
  const scores = left.flatMap(({ matchScore }) => matchScore ?? []);
  const highestScore = scores.length > 0 ? Math.max(...scores) : null;
  const held = openRow(key, "screeningCheck", check.id, check.sealed);
  const result = { ...held?.result, match_count: left.length, highest_score: highestScore };
  await tx.screeningCheck.update({
    where: { pk: check.pk },
    data: {
      status: left.length > 0 ? "hit" : "clear",
      hasMatch: left.length > 0,
      hitCount: left.length,
      highestScore,
      sealed: sealRow(key, "screeningCheck", check.id, { ...held, result }),
    },
    select: { pk: true },
  });
}
