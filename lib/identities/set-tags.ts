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
import { lockIdentity, type OwnIdentity, ownIdentityOf } from "@/lib/identities/load";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { keyOf } from "@/lib/platform/scope";
import type { IdentityEvent } from "@/lib/webhooks/schema";
import { queueTold, tellIdentity } from "@/lib/webhooks/write";

/**
 * Replaces the tags of an identity. The webhooks do not tell the tags, which may say something of the person.
 * `updatedAt` stays, because an import compares it with the session that the status comes from.
 */
async function retag(actor: Actor, identityId: string, wanted: Retag): Promise<TagsDto> {
  authorize(actor, "identities:tag");
  const { id } = await ownIdentityOf(actor, identityId);
  return db.$transaction(async (tx) => retagLocked(tx, actor, await lockIdentity(tx, actor, id), wanted));
}

/** {@link retag} for an identity that the transaction has locked. @throws AppError conflict */
export async function retagLocked(
  tx: Transaction,
  actor: Actor,
  identity: OwnIdentity,
  wanted: Retag,
): Promise<TagsDto> {
  const { id } = identity;
  if (identity.redactedAt) throw new AppError("conflict", "This identity has been redacted.");
  const tags = [...wanted(identity.tags)];
  if (tags.length > mostTags) throw new AppError("conflict", `An identity has at most ${mostTags} tags.`);
  const { isChanged, ...changed } = tagChange(identity.tags, tags);
  if (!isChanged) return { id, tags };
  await tx.identity.update({ where: keyOf(identity), data: { tags }, select: { pk: true } });
  const events: IdentityEvent[] = [
    ...(changed.added > 0 ? (["identity.tag-added"] as const) : []),
    ...(changed.removed > 0 ? (["identity.tag-removed"] as const) : []),
  ];
  await queueTold(tx, actor, tellIdentity(events, identity));
  const resource = { type: "identity" as const, id };
  await recordEvent(tx, actor, { type: "identity.tagged", metadata: changed, resource });
  return { id, tags };
}

type OnIdentity = { identityId: string };

/**
 * Adds a tag to an identity; one that it has already changes nothing.
 * @throws AppError not_found; conflict when it is redacted, or has 50 tags
 */
export const addTag = (actor: Actor, { identityId, tag }: OnIdentity & z.output<typeof tagInput>) =>
  retag(actor, identityId, withTag(tag));

/**
 * Removes a tag from an identity; one that it does not have changes nothing.
 * @throws AppError not_found; conflict when it is redacted
 */
export const removeTag = (actor: Actor, { identityId, tag }: OnIdentity & z.output<typeof tagInput>) =>
  retag(actor, identityId, withoutTag(tag));

/**
 * Gives an identity these tags, in this order, in place of those that it has.
 * @throws AppError not_found; conflict when it is redacted
 */
export const setTags = (actor: Actor, { identityId, tags }: OnIdentity & z.output<typeof setTagsInput>) =>
  retag(actor, identityId, () => tags);
