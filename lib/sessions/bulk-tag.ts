import "server-only";
import type { z } from "zod";
import { type Actor, authorize } from "@/lib/actor/actor";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { BulkTagDto, bulkTagInput } from "@/lib/sessions/schema";
import { retag } from "@/lib/sessions/set-tags";

/**
 * Adds and removes tags of up to a hundred sessions, each in its own transaction. A session that is restricted,
 * redacted or not found is named with the reason; the others are tagged all the same.
 */
export async function bulkTag(actor: Actor, input: z.output<typeof bulkTagInput>): Promise<BulkTagDto> {
  authorize(actor, "sessions:tag");
  const { sessionIds, add, remove } = input;
  const changed = (had: readonly string[]) => {
    const kept = had.filter((tag) => !remove.includes(tag));
    return [...kept, ...add.filter((tag) => !kept.includes(tag))];
  };
  const result: BulkTagDto = { total: sessionIds.length, changed: 0, unchanged: 0, refused: [] };
  for (const sessionId of sessionIds) {
    try {
      const { isChanged } = await db.$transaction((tx) => retag(tx, actor, sessionId, changed));
      result[isChanged ? "changed" : "unchanged"] += 1;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      result.refused.push({ sessionId, reason: error.message });
    }
  }
  return result;
}
