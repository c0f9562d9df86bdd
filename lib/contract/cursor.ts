import "server-only";
import { z } from "zod";
import type { Pagination } from "@/lib/contract/pagination";
import { AppError } from "@/lib/platform/errors";
import { countedUpTo, type Keyset } from "@/lib/platform/keyset";

/**
 * The position after a page of a list, for `page[after]`. It is a module of its own because browsers load the
 * schemas.
 */
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

/**
 * Reads a cursor that {@link encodeCursor} wrote.
 * @param parameter where it was given
 * @throws AppError validation_error for any other text
 */
export function decodeCursor(text: string, parameter = "page[after]"): Cursor {
  try {
    const [createdAt, id] = cursor.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
    return { createdAt: new Date(createdAt), id };
  } catch (cause) {
    const fields = [{ field: parameter, message: "not a valid cursor" }];
    throw new AppError(
      "validation_error",
      `${parameter} is not a valid cursor. Use one that a page of this list returned.`,
      { cause, fields },
    );
  }
}

/**
 * Says where a page stands in its list.
 * @param keyset the bounds that the page was read with
 * @param found how many rows were found, with the extra one that shows whether there is a next page
 * @param total all rows of the list, counted up to one more than {@link countedUpTo}
 * @param last the position of the last row of the page
 */
export function paginationOf(
  keyset: Pick<Keyset, "limit" | "offset" | "after">,
  found: number,
  total: number,
  last: Cursor | undefined,
): Pagination {
  const hasMore = found > keyset.limit;
  return {
    total: Math.min(total, countedUpTo),
    totalIsCapped: total > countedUpTo,
    limit: keyset.limit,
    offset: keyset.after ? 0 : keyset.offset,
    hasMore,
    nextCursor: hasMore && last ? encodeCursor(last) : null,
  };
}
