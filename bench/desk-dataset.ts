import type { Dataset } from "@/bench/dataset";
import { createDatabases } from "@/bench/dataset";
import { closeDb, db } from "@/lib/platform/db";
import { publishEnv } from "@/lib/platform/env";
import { closeKeys } from "@/lib/platform/keys";
import { applyMigrations, keysDatabase, mainDatabase } from "@/lib/platform/migrate";
import { seedDemo } from "@/prisma/demo/seed";

const sessions = 120;

/** Creates the demo organization in a database of its own, with every open case back in the queue. */
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
  await openThreeImageCases();
  await closeDb();
  await closeKeys();
  const email = access.accounts.find(({ role }) => role === "reviewer")?.email ?? "";
  return { main, keys, apiKey: "", email, password: access.password, rows: sessions };
}

/** Queues exactly the live sessions that have a front, a back and a selfie. */
async function openThreeImageCases(): Promise<void> {
  await db.retentionSettings.updateMany({ data: { sensitiveDataRetentionDays: null } });
  await db.reviewSettings.updateMany({ data: { dualReview: false } });
  await db.$executeRaw`UPDATE review_cases SET status = 'approved', decision = 'approved', assigned_to = NULL`;
  await db.$executeRaw`
    INSERT INTO review_cases (organization_pk, environment, session_pk, id, status, created_at, entered_review_at)
      SELECT s.organization_pk, s.environment, s.pk, 'rvc_bench_' || s.pk, 'open', s.created_at, s.created_at
      FROM sessions s WHERE s.environment = 'live' AND s.retention_status = 'active'
        AND (SELECT count(*) FROM documents d WHERE d.session_pk = s.pk AND d.blob_key IS NOT NULL) = 3
    ON CONFLICT (organization_pk, environment, session_pk) DO UPDATE SET status = 'open', decision = NULL, decided_at = NULL, decided_by = NULL,
      claimed_at = NULL, claim_expires_at = NULL, snoozed_until = NULL, first_decision = NULL, first_reviewer = NULL`;
}
