import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "@/lib/actor/actor";
import { sealEvents } from "@/lib/audit-chain/seal";
import { db } from "@/test/test-db";

/**
 * Seals everything that has been committed so far. An open transaction anywhere on the server delays sealing, also in
 * another database, such as those of tests that run at the same time.
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

/** Writes many events into an actor's log with one statement. */
export async function appendEvents({ scope }: Actor, count: number): Promise<void> {
  await db.$executeRaw`
    INSERT INTO audit_events (organization_pk, environment, id, type, actor_kind, actor_id, actor_name, metadata)
    SELECT ${scope.organizationPk}, ${scope.environment}::"Environment", 'aud_' || gen_random_uuid(), 'access.denied', 'job',
      'test', 'test', jsonb_build_object('detail', repeat('x', 200) || n) FROM generate_series(1, ${count}::int) n`;
}
