import type { z } from "zod";

/**
 * A value of a JSON column, as the shape that the program writes there. What does not have it is never taken for
 * nothing: what was decided must not turn into what nobody has decided.
 * @param column as `table.column`, for the error
 * @throws Error that names the column and what is wrong, for a value that does not have the shape
 */
export function readStored<T>(schema: z.ZodType<T>, value: unknown, column: string): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const wrong = read.error.issues.map(({ path, message }) => `${path.join(".") || "value"}: ${message}`);
  throw new Error(`The stored value of ${column} cannot be read: ${wrong.join("; ")}`);
}
