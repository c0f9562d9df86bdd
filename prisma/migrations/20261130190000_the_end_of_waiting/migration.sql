-- When a session had ended before it was evaluated again: its retention counts from then on.
ALTER TABLE "workflow_runs" ADD COLUMN     "ended_before" TIMESTAMPTZ(3);

-- The sessions that wait for a decision from outside are looked through every hour.
CREATE INDEX "sessions_waiting" ON "sessions"("updated_at", "pk") WHERE "status" IN ('awaiting_external', 'sandbox_pending');

-- The runs of sessions that have expired wait for nothing.
UPDATE "workflow_runs" r SET "status" = 'failed', "worker" = NULL, "paused_at" = NULL, "completed_at" = now()
FROM "sessions" s
WHERE s."organization_pk" = r."organization_pk" AND s."environment" = r."environment" AND s."pk" = r."session_pk"
    AND s."status" = 'expired' AND r."status" IN ('queued', 'paused');
