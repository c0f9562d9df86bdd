import { setTimeout as sleep } from "node:timers/promises";
import { sealEvents } from "@/lib/audit/seal";
import { db } from "@/lib/platform/db";

/**
 * Seals everything that has been committed so far. An open transaction anywhere on the server holds sealing up, also
 * one in another database, such as those of tests that run beside.
 * @returns how many events were sealed
 */
export async function sealEverything(): Promise<number> {
  const [mark] = await db.$queryRaw<{ id: bigint }[]>`SELECT pg_current_xact_id()::text::bigint AS id`;
  for (;;) {
    const [oldest] = await db.$queryRaw<{ id: bigint }[]>`
      SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS id`;
    if (mark && oldest && oldest.id > mark.id) return sealEvents();
    await sleep(5);
  }
}
