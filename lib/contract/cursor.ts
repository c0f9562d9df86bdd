import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/platform/errors";

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
 * @throws AppError validation_error for any other text
 */
export function decodeCursor(text: string): Cursor {
  try {
    const [createdAt, id] = cursor.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
    return { createdAt: new Date(createdAt), id };
  } catch (cause) {
    const fields = [{ field: "page[after]", message: "not a valid cursor" }];
    throw new AppError(
      "validation_error",
      "page[after] is not a valid cursor. Use the cursor of the previous page.",
      { cause, fields },
    );
  }
}
