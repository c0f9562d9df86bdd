import "server-only";
import type { z } from "zod";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowSession, keyOf, scopeSql } from "@/lib/platform/scope";
import { requireReach, sessionFacts } from "@/lib/records/open";
import { type BulkTagDto, type bulkTagInput, mostTags } from "@/lib/sessions/schema";

type Tags = { add: readonly string[]; remove: readonly string[] };

/**
 * Adds and removes tags of up to a hundred sessions, each in its own transaction. A session that is restricted,
 * redacted or not found is named with the reason; the others are tagged all the same.
 */
export async function bulkTag(actor: Actor, input: z.output<typeof bulkTagInput>): Promise<BulkTagDto> {
  authorize(actor, "sessions:tag");
  const { sessionIds, ...tags } = input;
  const result: BulkTagDto = { total: sessionIds.length, changed: 0, unchanged: 0, refused: [] };
  for (const sessionId of sessionIds) {
    try {
      const isChanged = await db.$transaction((tx) => tagOne(tx, actor, sessionId, tags));
      result[isChanged ? "changed" : "unchanged"] += 1;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      result.refused.push({ sessionId, reason: error.message });
    }
  }
  return result;
}

/** @returns whether the session's tags are others now */
async function tagOne(tx: Transaction, actor: Actor, id: string, { add, remove }: Tags): Promise<boolean> {
  const own = scopeSql(inScope(actor));
  const [locked] = await tx.$queryRaw<{ pk: bigint }[]>`
    SELECT pk FROM sessions WHERE ${own} AND id = ${id} FOR UPDATE`;
  if (!locked) throw new AppError("not_found", "Session not found.");
  const session = await tx.session.findUniqueOrThrow({
    where: { scoped: { ...inScope(actor), pk: locked.pk } },
    select: { ...sessionFacts, tags: { orderBy: { position: "asc" } } },
  });
  await requireReach(actor, "work", session);
  if (session.retentionStatus === "redacted")
    throw new AppError("conflict", "This session has been redacted.");
  const had = session.tags.map(({ tag }) => tag);
  const removed = had.filter((tag) => remove.includes(tag));
  const added = add.filter((tag) => !had.includes(tag));
  if (added.length + removed.length === 0) return false;
  if (had.length - removed.length + added.length > mostTags)
    throw new AppError("conflict", `A session has at most ${mostTags} tags.`);
  const below = belowSession(session);
  const next = Math.max(-1, ...session.tags.map(({ position }) => position)) + 1;
  await tx.sessionTag.deleteMany({ where: { ...below, tag: { in: removed } } });
  await tx.sessionTag.createMany({
    data: added.map((tag, at) => ({
      ...below,
      tag,
      position: next + at,
      createdAt: session.createdAt,
      id: session.id,
    })),
  });
  // Marks the session as changed here; otherwise a newer bundle of the source would restore the tags.
  await tx.session.update({ where: keyOf(session), data: { updatedAt: new Date() }, select: { pk: true } });
  await recordEvent(tx, actor, {
    type: "session.tagged",
    metadata: { added: added.length, removed: removed.length },
    resource: { type: "session", id: session.id },
  });
  return true;
}
