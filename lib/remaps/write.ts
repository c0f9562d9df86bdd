import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { countHere, openRemap } from "@/lib/intake/remap-run";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { scopeOf } from "@/lib/platform/scope";
import type { RemapInput } from "@/lib/remaps/schema";
import { toRunDto } from "@/lib/sources/dto";
import { findSource, lockSource, tell } from "@/lib/sources/load";
import type { RunDto, SourceParams } from "@/lib/sources/schema";

/**
 * Applies the source's mapping of now to what is kept of what its vendor sent, in the background. Nothing is fetched.
 * @throws AppError not_found; conflict while it is being applied, or when the source has changed since the preview
 */
export async function startRemap(
  actor: Actor,
  { sourceId, version }: SourceParams & RemapInput,
): Promise<RunDto> {
  authorize(actor, "sources:manage");
  // Counted before the source is locked: it may have a million sessions.
  const total = await countHere(await findSource(db, actor, sourceId), false, 2_000_000_000);
  return db.$transaction(async (tx) => {
    const source = await lockSource(tx, actor, sourceId);
    if (source.version !== version)
      throw new AppError("conflict", "The source has been changed since. Look at what would change again.");
    if ((await tx.sourceRun.count({ where: openRemap(source) })) > 0)
      throw new AppError("conflict", "The mapping is being applied already. Wait until that run ends.");
    const data = { ...scopeOf(source), sourcePk: source.pk, id: newId("srn"), kind: "remap" as const, total };
    const run = await tx.sourceRun.create({ data });
    await tell(tx, actor, source.id, { type: "source.remap-started", metadata: { sessions: total } });
    return toRunDto(run, 0);
  });
}
