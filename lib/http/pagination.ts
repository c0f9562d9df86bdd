import { z } from "zod";
import { AppError } from "@/lib/platform/errors";

/** The deepest offset served: beyond it a page would cost more the further it is, and a cursor costs the same. */
export const maxOffset = 10_000;

/** `limit`, `offset` and the cursor of every list. `page[after]` arrives as `pageAfter`. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50).meta({ description: "Rows on a page." }),
  offset: z.coerce.number().int().min(0).max(maxOffset, "Use page[after] beyond this.").default(0),
  pageAfter: z
    .string()
    .max(200)
    .optional()
    .meta({ description: "Cursor of the page before; replaces offset." }),
  pageSize: z.coerce.number().int().min(1).max(100).optional(),
});
export type PageQuery = z.infer<typeof pageQuery>;

/** `total` is exact up to 10 000; above that it is 10 000 and `total_is_capped` is true. */
export const pagination = z.object({
  total: z.int(),
  totalIsCapped: z.boolean(),
  limit: z.int(),
  offset: z.int(),
  hasMore: z.boolean(),
  nextCursor: z.string().nullable(),
});

/** The envelope of a list. */
export const page = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), pagination });

export type Cursor = { createdAt: Date; id: string };

export const encodeCursor = ({ createdAt, id }: Cursor) =>
  Buffer.from(JSON.stringify([createdAt.toISOString(), id])).toString("base64url");

const cursor = z.tuple([
  z.iso.datetime().refine((at) => /^(19|2\d)\d\d-/.test(at)),
  z
    .string()
    .max(200)
    .refine((id) => !id.includes("\0")),
]);

/** @throws AppError validation_error for a cursor that we did not write */
export function decodeCursor(text: string): Cursor {
  try {
    const [createdAt, id] = cursor.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
    return { createdAt: new Date(createdAt), id };
  } catch (cause) {
    const fields = [{ field: "page[after]", message: "not a cursor of ours" }];
    throw new AppError("validation_error", "page[after] is not a cursor of ours.", { cause, fields });
  }
}
