import "server-only";
import type { z } from "zod";
import { log } from "@/lib/platform/log";
import { readStored } from "@/lib/platform/stored";

/**
 * {@link readStored} where the answer says itself that the value cannot be read. The problem is logged.
 * @returns null for a value in another shape
 */
export function readStoredOrNull<T>(schema: z.ZodType<T>, value: unknown, column: string): T | null {
  try {
    return readStored(schema, value, column);
  } catch (error) {
    log.error({ err: error }, "a stored value cannot be read");
    return null;
  }
}
