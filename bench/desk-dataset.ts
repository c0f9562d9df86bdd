import type { Dataset } from "@/bench/dataset";
import { createDatabases } from "@/bench/dataset";
import { closeDb, db } from "@/lib/platform/db";
import { publishEnv } from "@/lib/platform/env";
import { closeKeys } from "@/lib/platform/keys";
import { applyMigrations, keysDatabase, mainDatabase } from "@/lib/platform/migrate";
import { seedDemo } from "@/prisma/demo/seed";

const sessions = 120;

/** The demo organization in a database of its own, every case that was worked on back in the queue. */
export async function prepareDesk(url: (database: string) => string): Promise<Dataset> {
  const names = ["bench_desk", "bench_desk_keys"];
  const [main, keys] = names.map(url) as [string, string];
  await createDatabases(url("postgres"), names);
  await applyMigrations(main, mainDatabase);
  await applyMigrations(keys, keysDatabase);
  await closeDb();
  await closeKeys();
  publishEnv({ DATABASE_URL: main, KEYS_DATABASE_URL: keys });
  const access = await seedDemo({ now: new Date(), sessions, onProgress: () => undefined });
  const held = { assignedTo: null, claimedAt: null, claimExpiresAt: null, snoozedUntil: null };
  await db.reviewCase.updateMany({
    where: {
      session: { documents: { some: { blobKey: { not: null } } }, retentionStatus: "active" },
      environment: "live",
    },
    data: { ...held, status: "open", decision: null, decidedAt: null, decidedBy: null, firstReviewer: null },
  });
  await closeDb();
  await closeKeys();
  const email = access.accounts.find(({ role }) => role === "reviewer")?.email ?? "";
  return { main, keys, apiKey: "", email, password: access.password, rows: sessions };
}
