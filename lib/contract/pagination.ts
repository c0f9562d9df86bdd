import { z } from "zod";

/** The highest offset. Pages cost more the further they are; a cursor always costs the same. */
export const maxOffset = 10_000;

/** The paging parameters of every list. `page[after]` arrives as `pageAfter`. */
export const pageQuery = z.object({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(50)
    .meta({ description: "Number of rows on a page." }),
  offset: z.coerce.number().int().min(0).max(maxOffset, "Use page[after] beyond this.").default(0),
  pageAfter: z
    .string()
    .max(200)
    .optional()
    .meta({ description: "Cursor of the previous page; replaces `offset`." }),
  pageSize: z.coerce.number().int().min(1).max(100).optional(),
});
export type PageQuery = z.infer<typeof pageQuery>;

/** The paging parameters, to be left out of a list's query where all its rows are meant. */
export const paging = { limit: true, offset: true, pageAfter: true, pageSize: true } as const;

/** `total` is exact up to 10 000; above that it is 10 000 and `total_is_capped` is true. */
export const pagination = z.object({
  total: z.int(),
  totalIsCapped: z.boolean(),
  limit: z.int(),
  offset: z.int(),
  hasMore: z.boolean(),
  nextCursor: z.string().nullable(),
});

export type Pagination = z.infer<typeof pagination>;

/** The envelope of a list. */
export const page = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), pagination });

const splitList = (text: string) => [...new Set(text.split(",").filter(Boolean))];

/** Parses a comma-separated list of members of an enum from a URL. An empty list filters nothing. */
export const anyOf = <T extends readonly [string, ...string[]]>(members: T) =>
  z
    .string()
    .max(500)
    .transform(splitList)
    .pipe(z.array(z.enum(members)).max(20))
    .transform((list) => (list.length > 0 ? list : undefined))
    .optional();

/**
 * {@link anyOf} for words outside an enum.
 * @param max most characters per word
 */
export const anyText = (max: number) =>
  z
    .string()
    .max(500)
    .transform(splitList)
    .pipe(z.array(z.string().max(max)).max(20))
    .optional();
