import type { z } from "zod";

/**
 * Reads a value of a JSON column in the shape that the program writes there. A value in another shape is never
 * treated as absent: a saved decision must not turn into no decision.
 * @param column as `table.column`, for the error
 * @throws Error that names the column and the problem, for a value in another shape
 */
export function readStored<T>(schema: z.ZodType<T>, value: unknown, column: string): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const wrong = read.error.issues.map(({ path, message }) => `${path.join(".") || "value"}: ${message}`);
  throw new Error(`The stored value of ${column} cannot be read: ${wrong.join("; ")}`);
}
