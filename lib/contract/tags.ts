import { z } from "zod";
import { isStorable, storable } from "@/lib/format/text";

/** The contract's limit, for a session and for an identity. */
export const mostTags = 50;
export const tag = z.string().trim().min(1).max(100).refine(isStorable, storable);
export const eachOnce = (given: readonly string[]): string[] => [...new Set(given)];

export const tagInput = z.strictObject({ tag });
/** Repeated tags count once; they are counted after that. */
export const setTagsInput = z.strictObject({
  tags: z
    .array(tag)
    .max(1000)
    .transform(eachOnce)
    .refine((given) => given.length <= mostTags, `at most ${mostTags} tags`),
});
export const tagsDto = z.object({ id: z.string(), tags: z.array(z.string()) });
export type TagsDto = z.infer<typeof tagsDto>;

/** Returns the tags that a session or an identity shall have, in order, from the ones that it has. */
export type Retag = (had: readonly string[]) => readonly string[];

export const withTag =
  (tag: string): Retag =>
  (had) =>
    had.includes(tag) ? had : [...had, tag];
export const withoutTag =
  (tag: string): Retag =>
  (had) =>
    had.filter((each) => each !== tag);

/** What a change of tags adds and removes. `isChanged` is also true for another order. */
export const tagChange = (had: readonly string[], tags: readonly string[]) => ({
  added: tags.filter((each) => !had.includes(each)).length,
  removed: had.filter((each) => !tags.includes(each)).length,
  isChanged: tags.length !== had.length || tags.some((each, at) => each !== had[at]),
});
