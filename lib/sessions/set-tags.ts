import "server-only";
import type { z } from "zod";
import { type Actor, authorize } from "@/lib/actor/actor";
import {
  mostTags,
  type Retag,
  type setTagsInput,
  type TagsDto,
  tagChange,
  type tagInput,
  withoutTag,
  withTag,
} from "@/lib/contract/tags";
import { recordEvent } from "@/lib/events/record";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowSession, keyOf } from "@/lib/platform/scope";
import { lockSession } from "@/lib/sessions/load";

/**
 * Replaces the tags of a locked session.
 * @returns the tags it has then, and whether they are others than before
 * @throws AppError not_found; conflict when it is restricted or redacted, or would have more than 50 tags
 */
export async function retag(
  tx: Transaction,
  actor: Actor,
  id: string,
  wanted: Retag,
): Promise<{ tags: string[]; isChanged: boolean }> {
  const session = await lockSession(tx, actor, id);
  if (session.retentionStatus === "redacted")
    throw new AppError("conflict", "This session has been redacted.");
  const below = belowSession(session);
  const rows = await tx.sessionTag.findMany({ where: below, orderBy: { position: "asc" } });
  const had = rows.map(({ tag }) => tag);
  const tags = [...wanted(had)];
  if (tags.length > mostTags) throw new AppError("conflict", `A session has at most ${mostTags} tags.`);
  const { isChanged, ...changed } = tagChange(had, tags);
  if (!isChanged) return { tags, isChanged };
  const { createdAt } = session;
  await tx.sessionTag.deleteMany({ where: below });
  await tx.sessionTag.createMany({
    data: tags.map((tag, position) => ({ ...below, tag, position, createdAt, id: session.id })),
  });
  // Marks the session as changed here; otherwise a newer bundle of the source would restore the tags.
  await tx.session.update({ where: keyOf(session), data: { updatedAt: new Date() }, select: { pk: true } });
  await recordEvent(tx, actor, {
    type: "session.tagged",
    metadata: changed,
    resource: { type: "session", id: session.id },
  });
  return { tags, isChanged };
}

async function retagOne(actor: Actor, sessionId: string, wanted: Retag): Promise<TagsDto> {
  authorize(actor, "sessions:tag");
  const { tags } = await db.$transaction((tx) => retag(tx, actor, sessionId, wanted));
  return { id: sessionId, tags };
}

type OnSession = { sessionId: string };

/**
 * Adds a tag to a session; one that it has already changes nothing.
 * @throws AppError as {@link retag}
 */
export const addTag = (actor: Actor, { sessionId, tag }: OnSession & z.output<typeof tagInput>) =>
  retagOne(actor, sessionId, withTag(tag));

/**
 * Removes a tag from a session; one that it does not have changes nothing.
 * @throws AppError as {@link retag}
 */
export const removeTag = (actor: Actor, { sessionId, tag }: OnSession & z.output<typeof tagInput>) =>
  retagOne(actor, sessionId, withoutTag(tag));

/**
 * Gives a session these tags, in this order, in place of those that it has.
 * @throws AppError as {@link retag}
 */
export const setTags = (actor: Actor, { sessionId, tags }: OnSession & z.output<typeof setTagsInput>) =>
  retagOne(actor, sessionId, () => tags);
