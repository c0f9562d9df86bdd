import type { z } from "zod";
import { parseExact } from "@/lib/format/exact-json";
import { VendorError } from "@/lib/vendors/error";
import { refuseHeavy } from "@/lib/vendors/weight";

/**
 * Reads a JSON answer of a vendor. Numbers that JavaScript would change stay exact.
 * @param what names the answer in the error, such as "Regula's session"
 * @throws VendorError unreadable, naming the field and never its value
 */
export function readAnswer<T>(schema: z.ZodType<T>, text: string, what: string): T {
  refuseHeavy(text, what);
  let value: unknown;
  try {
    value = parseExact(text);
  } catch (cause) {
    const begins = text.trimStart().startsWith("<")
      ? "a page of HTML or XML"
      : text.trim()
        ? "something else"
        : "nothing";
    const error = new VendorError("unreadable", `${what} must be JSON, and was ${begins}.`);
    error.cause = cause;
    throw error;
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue?.path.map(String).join(".") || "its root";
  throw new VendorError("unreadable", `${what} cannot be read: ${field}: ${issue?.message}`);
}
