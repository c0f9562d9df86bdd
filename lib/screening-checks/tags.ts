import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { eachOnce, mostTags, type Retag, type TagsDto, tagChange, withoutTag } from "@/lib/contract/tags";
import { recordEvent } from "@/lib/events/record";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { keyOf } from "@/lib/platform/scope";
import { lockCheck } from "@/lib/screening/write";

type OnCheck = { checkId: string };

async function retag(actor: Actor, checkId: string, wanted: Retag): Promise<TagsDto> {
  authorize(actor, "screening:monitor");
  return db.$transaction(async (tx) => {
    const check = await lockCheck(tx, actor, checkId);
    if (check.redactedAt) throw new AppError("conflict", "This check has been redacted.");
    const tags = [...wanted(check.tags)];
    if (tags.length > mostTags) throw new AppError("conflict", `A check has at most ${mostTags} tags.`);
    const { isChanged, added, removed } = tagChange(check.tags, tags);
    if (!isChanged) return { id: check.id, tags };
    await tx.screeningCheck.update({ where: keyOf(check), data: { tags }, select: { pk: true } });
    await recordEvent(tx, actor, {
      type: "screening.check-tagged",
      metadata: { checkId: check.id, added, removed },
      resource: { type: "session", id: check.session?.id ?? check.id },
    });
    return { id: check.id, tags };
  });
}

/** Adds tags to a check. @throws AppError not_found; conflict when it is redacted or would have more than 50 */
export const addCheckTags = (actor: Actor, { checkId, tags }: OnCheck & { tags: string[] }) =>
  retag(actor, checkId, (had) => eachOnce([...had, ...tags]));

/** Gives a check these tags in place of those that it has. @throws AppError like {@link addCheckTags} */
export const setCheckTags = (actor: Actor, { checkId, tags }: OnCheck & { tags: string[] }) =>
  retag(actor, checkId, () => eachOnce(tags));

/** Removes a tag of a check. @throws AppError like {@link addCheckTags} */
export const removeCheckTag = (actor: Actor, { checkId, tag }: OnCheck & { tag: string }) =>
  retag(actor, checkId, withoutTag(tag));
