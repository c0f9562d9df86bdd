-- CreateEnum
CREATE TYPE "CasePriority" AS ENUM ('low', 'normal', 'high', 'urgent');

-- AlterEnum
ALTER TYPE "BlindIndexKind" ADD VALUE 'face_reference';

-- DropIndex
DROP INDEX "review_cases_organization_pk_environment_status_entered_rev_idx";

-- DropIndex
DROP INDEX "list_entries_list_pk_digest_idx";

-- AlterTable
ALTER TABLE "review_cases" ADD COLUMN     "claim_expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "claimable_at" TIMESTAMPTZ(3),
ADD COLUMN     "decided_by" TEXT,
ADD COLUMN     "escalated_to" TEXT,
ADD COLUMN     "first_decision" "CaseDecision",
ADD COLUMN     "first_reviewer" TEXT,
ADD COLUMN     "is_demo" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "is_disputed" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "queue" TEXT NOT NULL DEFAULT 'general',
ADD COLUMN     "queued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "routing" JSONB,
ADD COLUMN     "second_reviewer" TEXT,
ADD COLUMN     "snooze_event" TEXT,
ADD COLUMN     "snoozed_until" TIMESTAMPTZ(3),
DROP COLUMN "priority",
ADD COLUMN     "priority" "CasePriority" NOT NULL DEFAULT 'normal';

-- AlterTable
ALTER TABLE "list_entries" DROP COLUMN "data_key_id",
ADD COLUMN     "kind" "BlindIndexKind" NOT NULL,
ADD COLUMN     "reason_code" TEXT,
ADD COLUMN     "removed_at" TIMESTAMPTZ(3),
ADD COLUMN     "removed_by" TEXT,
ADD COLUMN     "session_pk" BIGINT;

-- AlterTable
ALTER TABLE "members" ADD COLUMN     "away_until" TIMESTAMPTZ(3),
ADD COLUMN     "capacity" INTEGER,
ADD COLUMN     "queues" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "routing_rules" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "sla_breach_minutes" INTEGER NOT NULL DEFAULT 1440,
ADD COLUMN     "sla_warn_minutes" INTEGER NOT NULL DEFAULT 240;

-- AlterTable
ALTER TABLE "screening_hits" ADD COLUMN     "is_confirmed" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "resolved_by" TEXT;

-- CreateTable
CREATE TABLE "decision_snapshots" (
    "pk" BIGSERIAL NOT NULL,
    "case_pk" BIGINT NOT NULL,
    "session_pk" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    "decision" "CaseDecision" NOT NULL,
    "is_final" BOOLEAN NOT NULL,
    "decided_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),
    "settings_version" INTEGER NOT NULL,
    "before" JSONB NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "sealed" BYTEA,

    CONSTRAINT "decision_snapshots_pkey" PRIMARY KEY ("pk")
);

-- CreateTable
CREATE TABLE "case_counts" (
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "place" TEXT NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "case_counts_pkey" PRIMARY KEY ("organization_pk","environment","place")
);

-- CreateTable
CREATE TABLE "case_count_changes" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "place" TEXT NOT NULL,
    "delta" INTEGER NOT NULL,

    CONSTRAINT "case_count_changes_pkey" PRIMARY KEY ("pk")
);

-- CreateIndex
CREATE UNIQUE INDEX "decision_snapshots_id_key" ON "decision_snapshots"("id");

-- CreateIndex
CREATE INDEX "decision_snapshots_case_pk_idx" ON "decision_snapshots"("case_pk");

-- CreateIndex
CREATE INDEX "decision_snapshots_session_pk_idx" ON "decision_snapshots"("session_pk");

-- CreateIndex
CREATE INDEX "case_count_changes_organization_pk_environment_idx" ON "case_count_changes"("organization_pk", "environment");

-- CreateIndex
CREATE INDEX "review_cases_organization_pk_environment_status_queued_at_i_idx" ON "review_cases"("organization_pk", "environment", "status", "queued_at", "id");

-- CreateIndex
CREATE INDEX "review_cases_organization_pk_environment_claimable_at_id_idx" ON "review_cases"("organization_pk", "environment", "claimable_at", "id");

-- CreateIndex
CREATE INDEX "review_cases_organization_pk_environment_queue_claimable_at_idx" ON "review_cases"("organization_pk", "environment", "queue", "claimable_at", "id");

-- CreateIndex
CREATE INDEX "review_cases_organization_pk_environment_assigned_to_queued_idx" ON "review_cases"("organization_pk", "environment", "assigned_to", "queued_at", "id");

-- CreateIndex
CREATE INDEX "review_cases_organization_pk_environment_decided_at_idx" ON "review_cases"("organization_pk", "environment", "decided_at");

-- CreateIndex
CREATE INDEX "review_cases_claim_expires_at_idx" ON "review_cases"("claim_expires_at");

-- CreateIndex
CREATE INDEX "review_cases_snoozed_until_idx" ON "review_cases"("snoozed_until");

-- CreateIndex
CREATE INDEX "list_entries_list_pk_created_at_id_idx" ON "list_entries"("list_pk", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "list_entries_organization_pk_environment_kind_digest_idx" ON "list_entries"("organization_pk", "environment", "kind", "digest");

-- CreateIndex
CREATE INDEX "list_entries_session_pk_idx" ON "list_entries"("session_pk");

-- AddForeignKey
ALTER TABLE "decision_snapshots" ADD CONSTRAINT "decision_snapshots_case_pk_fkey" FOREIGN KEY ("case_pk") REFERENCES "review_cases"("pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision_snapshots" ADD CONSTRAINT "decision_snapshots_session_pk_fkey" FOREIGN KEY ("session_pk") REFERENCES "sessions"("pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "list_entries" ADD CONSTRAINT "list_entries_session_pk_fkey" FOREIGN KEY ("session_pk") REFERENCES "sessions"("pk") ON DELETE SET NULL ON UPDATE CASCADE;

-- Where a case stands in its queue, whoever writes the row.
CREATE FUNCTION place_case() RETURNS trigger LANGUAGE plpgsql AS
E'BEGIN
  NEW.queued_at := coalesce(NEW.entered_review_at, NEW.created_at)\073
  NEW.claimable_at := CASE WHEN NEW.status = ''open'' AND NEW.assigned_to IS NULL AND NEW.snoozed_until IS NULL THEN NEW.queued_at END\073
  RETURN NEW\073
END\073';

CREATE TRIGGER review_cases_place BEFORE INSERT OR UPDATE ON "review_cases"
  FOR EACH ROW EXECUTE FUNCTION place_case();

UPDATE "review_cases" SET "version" = "version";

CREATE FUNCTION case_places(c "review_cases") RETURNS text[] LANGUAGE sql IMMUTABLE AS
E'SELECT CASE
    WHEN c.status IN (''approved'', ''rejected'') THEN ''{}''::text[]
    WHEN c.status IN (''pending_second_review'', ''escalated'') THEN ARRAY[''all'', c.status::text]
    WHEN c.claimable_at IS NOT NULL THEN ARRAY[''all'', ''unassigned'']
    ELSE ARRAY[''all''] END';

INSERT INTO "case_counts" ("organization_pk", "environment", "place", "count")
  SELECT c.organization_pk, c.environment, place, count(*) FROM "review_cases" c, unnest(case_places(c)) place GROUP BY 1, 2, 3;

CREATE FUNCTION count_case() RETURNS trigger LANGUAGE plpgsql AS
E'DECLARE
  was text[] := CASE WHEN TG_OP = ''INSERT'' THEN ''{}''::text[] ELSE case_places(OLD) END\073
  becomes text[] := CASE WHEN TG_OP = ''DELETE'' THEN ''{}''::text[] ELSE case_places(NEW) END\073
  scope "review_cases" := CASE WHEN TG_OP = ''DELETE'' THEN OLD ELSE NEW END\073
BEGIN
  IF was <> becomes THEN
    INSERT INTO case_count_changes (organization_pk, environment, place, delta)
      SELECT scope.organization_pk, scope.environment, place, 1 FROM unnest(becomes) place WHERE place <> ALL (was)
      UNION ALL
      SELECT scope.organization_pk, scope.environment, place, -1 FROM unnest(was) place WHERE place <> ALL (becomes)\073
  END IF\073
  RETURN NULL\073
END\073';

CREATE TRIGGER review_cases_count AFTER INSERT OR UPDATE OR DELETE ON "review_cases"
  FOR EACH ROW EXECUTE FUNCTION count_case();
