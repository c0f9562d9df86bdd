-- The organization and the environment in every key. A row below another one gets what its parent has, while the old
-- keys are still there to find the parent by. An answer of a key that is gone and words of an event that is gone
-- have no parent, and nobody reads them again.
ALTER TABLE "idempotent_answers" ADD COLUMN     "organization_pk" BIGINT,
ADD COLUMN     "environment" "Environment";
DELETE FROM "idempotent_answers" c WHERE NOT EXISTS (SELECT 1 FROM "api_keys" p WHERE p."pk" = c."api_key_pk");
UPDATE "idempotent_answers" c SET "organization_pk" = p."organization_pk", "environment" = p."environment"
  FROM "api_keys" p WHERE p."pk" = c."api_key_pk";

ALTER TABLE "audit_event_words" ADD COLUMN     "organization_pk" BIGINT,
ADD COLUMN     "environment" "Environment";
DELETE FROM "audit_event_words" c WHERE NOT EXISTS (SELECT 1 FROM "audit_events" p WHERE p."sequence" = c."sequence");
UPDATE "audit_event_words" c SET "organization_pk" = p."organization_pk", "environment" = p."environment"
  FROM "audit_events" p WHERE p."sequence" = c."sequence";

ALTER TABLE "decision_snapshots" ADD COLUMN     "organization_pk" BIGINT,
ADD COLUMN     "environment" "Environment";
UPDATE "decision_snapshots" c SET "organization_pk" = p."organization_pk", "environment" = p."environment"
  FROM "sessions" p WHERE p."pk" = c."session_pk";

ALTER TABLE "case_notes" ADD COLUMN     "organization_pk" BIGINT,
ADD COLUMN     "environment" "Environment";
UPDATE "case_notes" c SET "organization_pk" = p."organization_pk", "environment" = p."environment"
  FROM "sessions" p WHERE p."pk" = c."session_pk";

ALTER TABLE "checks" ADD COLUMN     "organization_pk" BIGINT,
ADD COLUMN     "environment" "Environment";
UPDATE "checks" c SET "organization_pk" = p."organization_pk", "environment" = p."environment"
  FROM "sessions" p WHERE p."pk" = c."session_pk";

ALTER TABLE "documents" ADD COLUMN     "organization_pk" BIGINT,
ADD COLUMN     "environment" "Environment";
UPDATE "documents" c SET "organization_pk" = p."organization_pk", "environment" = p."environment"
  FROM "sessions" p WHERE p."pk" = c."session_pk";

ALTER TABLE "redaction_items" ADD COLUMN     "organization_pk" BIGINT,
ADD COLUMN     "environment" "Environment";
UPDATE "redaction_items" c SET "organization_pk" = p."organization_pk", "environment" = p."environment"
  FROM "redactions" p WHERE p."pk" = c."redaction_pk";

ALTER TABLE "request_pauses" ADD COLUMN     "organization_pk" BIGINT,
ADD COLUMN     "environment" "Environment";
UPDATE "request_pauses" c SET "organization_pk" = p."organization_pk", "environment" = p."environment"
  FROM "requests" p WHERE p."pk" = c."request_pk";

ALTER TABLE "request_matches" ADD COLUMN     "organization_pk" BIGINT,
ADD COLUMN     "environment" "Environment";
UPDATE "request_matches" c SET "organization_pk" = p."organization_pk", "environment" = p."environment"
  FROM "requests" p WHERE p."pk" = c."request_pk";

ALTER TABLE "request_marks" ADD COLUMN     "organization_pk" BIGINT,
ADD COLUMN     "environment" "Environment";
UPDATE "request_marks" c SET "organization_pk" = p."organization_pk", "environment" = p."environment"
  FROM "requests" p WHERE p."pk" = c."request_pk";

ALTER TABLE "certificate_pages" ADD COLUMN     "organization_pk" BIGINT,
ADD COLUMN     "environment" "Environment";
ALTER TABLE "certificate_pages" DISABLE TRIGGER "certificate_pages_unchanged";
UPDATE "certificate_pages" c SET "organization_pk" = p."organization_pk", "environment" = p."environment"
  FROM "requests" p WHERE p."pk" = c."request_pk";
ALTER TABLE "certificate_pages" ENABLE TRIGGER "certificate_pages_unchanged";

ALTER TABLE "packages" ADD COLUMN     "organization_pk" BIGINT,
ADD COLUMN     "environment" "Environment";
UPDATE "packages" c SET "organization_pk" = p."organization_pk", "environment" = p."environment"
  FROM "requests" p WHERE p."pk" = c."request_pk";

ALTER TABLE "delivery_links" ADD COLUMN     "organization_pk" BIGINT,
ADD COLUMN     "environment" "Environment";
UPDATE "delivery_links" c SET "organization_pk" = p."organization_pk", "environment" = p."environment"
  FROM "requests" p WHERE p."pk" = c."request_pk";

ALTER TABLE "results" ADD COLUMN     "organization_pk" BIGINT,
ADD COLUMN     "environment" "Environment";
UPDATE "results" c SET "organization_pk" = p."organization_pk", "environment" = p."environment"
  FROM "sessions" p WHERE p."pk" = c."session_pk";

ALTER TABLE "screening_hits" ADD COLUMN     "organization_pk" BIGINT,
ADD COLUMN     "environment" "Environment";
UPDATE "screening_hits" c SET "organization_pk" = p."organization_pk", "environment" = p."environment"
  FROM "screening_checks" p WHERE p."pk" = c."check_pk";

ALTER TABLE "session_openings" ADD COLUMN     "organization_pk" BIGINT,
ADD COLUMN     "environment" "Environment";
UPDATE "session_openings" c SET "organization_pk" = p."organization_pk", "environment" = p."environment"
  FROM "sessions" p WHERE p."pk" = c."session_pk";

ALTER TABLE "one_time_links" ADD COLUMN     "organization_pk" BIGINT,
ADD COLUMN     "environment" "Environment";
UPDATE "one_time_links" c SET "organization_pk" = p."organization_pk", "environment" = p."environment"
  FROM "sessions" p WHERE p."pk" = c."session_pk";

ALTER TABLE "fraud_signals" ADD COLUMN     "organization_pk" BIGINT,
ADD COLUMN     "environment" "Environment";
UPDATE "fraud_signals" c SET "organization_pk" = p."organization_pk", "environment" = p."environment"
  FROM "sessions" p WHERE p."pk" = c."session_pk";

-- DropForeignKey
ALTER TABLE "review_cases" DROP CONSTRAINT "review_cases_session_pk_fkey";

-- DropForeignKey
ALTER TABLE "decision_snapshots" DROP CONSTRAINT "decision_snapshots_case_pk_fkey";

-- DropForeignKey
ALTER TABLE "decision_snapshots" DROP CONSTRAINT "decision_snapshots_session_pk_fkey";

-- DropForeignKey
ALTER TABLE "case_notes" DROP CONSTRAINT "case_notes_session_pk_fkey";

-- DropForeignKey
ALTER TABLE "checks" DROP CONSTRAINT "checks_session_pk_fkey";

-- DropForeignKey
ALTER TABLE "documents" DROP CONSTRAINT "documents_session_pk_fkey";

-- DropForeignKey
ALTER TABLE "holds" DROP CONSTRAINT "holds_session_pk_fkey";

-- DropForeignKey
ALTER TABLE "holds" DROP CONSTRAINT "holds_identity_pk_fkey";

-- DropForeignKey
ALTER TABLE "holds" DROP CONSTRAINT "holds_request_pk_fkey";

-- DropForeignKey
ALTER TABLE "list_entries" DROP CONSTRAINT "list_entries_session_pk_fkey";

-- DropForeignKey
ALTER TABLE "list_entries" DROP CONSTRAINT "list_entries_list_pk_fkey";

-- DropForeignKey
ALTER TABLE "list_entry_indexes" DROP CONSTRAINT "list_entry_indexes_entry_pk_fkey";

-- DropForeignKey
ALTER TABLE "redaction_items" DROP CONSTRAINT "redaction_items_redaction_pk_fkey";

-- DropForeignKey
ALTER TABLE "redaction_items" DROP CONSTRAINT "redaction_items_session_pk_fkey";

-- DropForeignKey
ALTER TABLE "requests" DROP CONSTRAINT "requests_joined_into_pk_fkey";

-- DropForeignKey
ALTER TABLE "request_pauses" DROP CONSTRAINT "request_pauses_request_pk_fkey";

-- DropForeignKey
ALTER TABLE "request_matches" DROP CONSTRAINT "request_matches_request_pk_fkey";

-- DropForeignKey
ALTER TABLE "request_matches" DROP CONSTRAINT "request_matches_session_pk_fkey";

-- DropForeignKey
ALTER TABLE "request_marks" DROP CONSTRAINT "request_marks_request_pk_fkey";

-- DropForeignKey
ALTER TABLE "request_marks" DROP CONSTRAINT "request_marks_session_pk_fkey";

-- DropForeignKey
ALTER TABLE "request_indexes" DROP CONSTRAINT "request_indexes_request_pk_fkey";

-- DropForeignKey
ALTER TABLE "certificate_pages" DROP CONSTRAINT "certificate_pages_request_pk_fkey";

-- DropForeignKey
ALTER TABLE "packages" DROP CONSTRAINT "packages_request_pk_fkey";

-- DropForeignKey
ALTER TABLE "delivery_links" DROP CONSTRAINT "delivery_links_request_pk_fkey";

-- DropForeignKey
ALTER TABLE "results" DROP CONSTRAINT "results_session_pk_fkey";

-- DropForeignKey
ALTER TABLE "screening_checks" DROP CONSTRAINT "screening_checks_session_pk_fkey";

-- DropForeignKey
ALTER TABLE "screening_hits" DROP CONSTRAINT "screening_hits_check_pk_fkey";

-- DropForeignKey
ALTER TABLE "sessions" DROP CONSTRAINT "sessions_identity_pk_fkey";

-- DropForeignKey
ALTER TABLE "session_openings" DROP CONSTRAINT "session_openings_session_pk_fkey";

-- DropForeignKey
ALTER TABLE "session_tags" DROP CONSTRAINT "session_tags_session_pk_fkey";

-- DropForeignKey
ALTER TABLE "one_time_links" DROP CONSTRAINT "one_time_links_session_pk_fkey";

-- DropForeignKey
ALTER TABLE "blind_indexes" DROP CONSTRAINT "blind_indexes_session_pk_fkey";

-- DropForeignKey
ALTER TABLE "fraud_signals" DROP CONSTRAINT "fraud_signals_session_pk_fkey";

-- DropForeignKey
ALTER TABLE "webhook_deliveries" DROP CONSTRAINT "webhook_deliveries_session_pk_fkey";

-- DropForeignKey
ALTER TABLE "webhook_deliveries" DROP CONSTRAINT "webhook_deliveries_endpoint_pk_fkey";

-- DropIndex
DROP INDEX "audit_events_id_key";

-- DropIndex
DROP INDEX "review_cases_session_pk_key";

-- DropIndex
DROP INDEX "decision_snapshots_id_key";

-- DropIndex
DROP INDEX "case_notes_session_pk_id_key";

-- DropIndex
DROP INDEX "checks_session_pk_policy_attempt_key";

-- DropIndex
DROP INDEX "documents_session_pk_doc_type_key";

-- DropIndex
DROP INDEX "documents_session_pk_id_key";

-- DropIndex
DROP INDEX "holds_id_key";

-- DropIndex
DROP INDEX "redactions_id_key";

-- DropIndex
DROP INDEX "requests_id_key";

-- DropIndex
DROP INDEX "request_matches_request_pk_session_pk_key";

-- DropIndex
DROP INDEX "request_marks_request_pk_session_pk_remark_key";

-- DropIndex
DROP INDEX "packages_request_pk_key";

-- DropIndex
DROP INDEX "packages_id_key";

-- DropIndex
DROP INDEX "delivery_links_id_key";

-- DropIndex
DROP INDEX "results_session_pk_key";

-- DropIndex
DROP INDEX "screening_hits_check_pk_position_key";

-- DropIndex
DROP INDEX "one_time_links_session_pk_id_key";

-- DropIndex
DROP INDEX "fraud_signals_session_pk_position_key";

-- DropIndex
DROP INDEX "webhook_endpoints_id_key";

-- AlterTable
ALTER TABLE "idempotent_answers" DROP CONSTRAINT "idempotent_answers_pkey",
ALTER COLUMN "environment" SET NOT NULL,
ALTER COLUMN "organization_pk" SET NOT NULL,
ADD CONSTRAINT "idempotent_answers_pkey" PRIMARY KEY ("organization_pk", "environment", "api_key_pk", "key");

-- AlterTable
ALTER TABLE "audit_events" DROP CONSTRAINT "audit_events_pkey",
ADD CONSTRAINT "audit_events_pkey" PRIMARY KEY ("organization_pk", "environment", "sequence");

-- AlterTable
ALTER TABLE "audit_event_words" DROP CONSTRAINT "audit_event_words_pkey",
ALTER COLUMN "environment" SET NOT NULL,
ALTER COLUMN "organization_pk" SET NOT NULL,
ADD CONSTRAINT "audit_event_words_pkey" PRIMARY KEY ("organization_pk", "environment", "sequence");

-- AlterTable
ALTER TABLE "review_cases" DROP CONSTRAINT "review_cases_pkey",
ADD CONSTRAINT "review_cases_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "decision_snapshots" DROP CONSTRAINT "decision_snapshots_pkey",
ALTER COLUMN "environment" SET NOT NULL,
ALTER COLUMN "organization_pk" SET NOT NULL,
ADD CONSTRAINT "decision_snapshots_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "case_count_changes" DROP CONSTRAINT "case_count_changes_pkey",
ADD CONSTRAINT "case_count_changes_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "case_notes" DROP CONSTRAINT "case_notes_pkey",
ALTER COLUMN "environment" SET NOT NULL,
ALTER COLUMN "organization_pk" SET NOT NULL,
ADD CONSTRAINT "case_notes_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "checks" DROP CONSTRAINT "checks_pkey",
ALTER COLUMN "environment" SET NOT NULL,
ALTER COLUMN "organization_pk" SET NOT NULL,
ADD CONSTRAINT "checks_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "documents" DROP CONSTRAINT "documents_pkey",
ALTER COLUMN "environment" SET NOT NULL,
ALTER COLUMN "organization_pk" SET NOT NULL,
ADD CONSTRAINT "documents_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "holds" DROP CONSTRAINT "holds_pkey",
ADD CONSTRAINT "holds_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "identities" DROP CONSTRAINT "identities_pkey",
ADD CONSTRAINT "identities_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "lists" DROP CONSTRAINT "lists_pkey",
ADD CONSTRAINT "lists_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "list_entries" DROP CONSTRAINT "list_entries_pkey",
ADD CONSTRAINT "list_entries_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "list_entry_indexes" DROP CONSTRAINT "list_entry_indexes_pkey",
ADD CONSTRAINT "list_entry_indexes_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "redactions" DROP CONSTRAINT "redactions_pkey",
ADD CONSTRAINT "redactions_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "redaction_items" DROP CONSTRAINT "redaction_items_pkey",
ALTER COLUMN "environment" SET NOT NULL,
ALTER COLUMN "organization_pk" SET NOT NULL,
ADD CONSTRAINT "redaction_items_pkey" PRIMARY KEY ("organization_pk", "environment", "redaction_pk", "session_pk");

-- AlterTable
ALTER TABLE "requests" DROP CONSTRAINT "requests_pkey",
ADD CONSTRAINT "requests_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "request_pauses" DROP CONSTRAINT "request_pauses_pkey",
ALTER COLUMN "environment" SET NOT NULL,
ALTER COLUMN "organization_pk" SET NOT NULL,
ADD CONSTRAINT "request_pauses_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "request_matches" DROP CONSTRAINT "request_matches_pkey",
ALTER COLUMN "environment" SET NOT NULL,
ALTER COLUMN "organization_pk" SET NOT NULL,
ADD CONSTRAINT "request_matches_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "request_marks" DROP CONSTRAINT "request_marks_pkey",
ALTER COLUMN "environment" SET NOT NULL,
ALTER COLUMN "organization_pk" SET NOT NULL,
ADD CONSTRAINT "request_marks_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "request_indexes" DROP CONSTRAINT "request_indexes_pkey",
ADD CONSTRAINT "request_indexes_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "certificate_pages" DROP CONSTRAINT "certificate_pages_pkey",
ALTER COLUMN "environment" SET NOT NULL,
ALTER COLUMN "organization_pk" SET NOT NULL,
ADD CONSTRAINT "certificate_pages_pkey" PRIMARY KEY ("organization_pk", "environment", "request_pk", "number");

-- AlterTable
ALTER TABLE "packages" DROP CONSTRAINT "packages_pkey",
ALTER COLUMN "environment" SET NOT NULL,
ALTER COLUMN "organization_pk" SET NOT NULL,
ADD CONSTRAINT "packages_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "delivery_links" DROP CONSTRAINT "delivery_links_pkey",
ALTER COLUMN "environment" SET NOT NULL,
ALTER COLUMN "organization_pk" SET NOT NULL,
ADD CONSTRAINT "delivery_links_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "results" DROP CONSTRAINT "results_pkey",
ALTER COLUMN "environment" SET NOT NULL,
ALTER COLUMN "organization_pk" SET NOT NULL,
ADD CONSTRAINT "results_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "screening_checks" DROP CONSTRAINT "screening_checks_pkey",
ADD CONSTRAINT "screening_checks_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "screening_hits" DROP CONSTRAINT "screening_hits_pkey",
ALTER COLUMN "environment" SET NOT NULL,
ALTER COLUMN "organization_pk" SET NOT NULL,
ADD CONSTRAINT "screening_hits_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "sessions" DROP CONSTRAINT "sessions_pkey",
ADD CONSTRAINT "sessions_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "session_openings" DROP CONSTRAINT "session_openings_pkey",
ALTER COLUMN "environment" SET NOT NULL,
ALTER COLUMN "organization_pk" SET NOT NULL,
ADD CONSTRAINT "session_openings_pkey" PRIMARY KEY ("organization_pk", "environment", "session_pk", "member_id");

-- AlterTable
ALTER TABLE "session_tags" DROP CONSTRAINT "session_tags_pkey",
ADD CONSTRAINT "session_tags_pkey" PRIMARY KEY ("organization_pk", "environment", "session_pk", "tag");

-- AlterTable
ALTER TABLE "one_time_links" DROP CONSTRAINT "one_time_links_pkey",
ALTER COLUMN "environment" SET NOT NULL,
ALTER COLUMN "organization_pk" SET NOT NULL,
ADD CONSTRAINT "one_time_links_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "blind_indexes" DROP CONSTRAINT "blind_indexes_pkey",
ADD CONSTRAINT "blind_indexes_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "fraud_signals" DROP CONSTRAINT "fraud_signals_pkey",
ALTER COLUMN "environment" SET NOT NULL,
ALTER COLUMN "organization_pk" SET NOT NULL,
ADD CONSTRAINT "fraud_signals_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "webhook_endpoints" DROP CONSTRAINT "webhook_endpoints_pkey",
ADD CONSTRAINT "webhook_endpoints_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- AlterTable
ALTER TABLE "webhook_deliveries" DROP CONSTRAINT "webhook_deliveries_pkey",
ADD CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("organization_pk", "environment", "pk");

-- CreateIndex
CREATE UNIQUE INDEX "audit_events_organization_pk_environment_id_key" ON "audit_events"("organization_pk", "environment", "id");

-- CreateIndex
CREATE UNIQUE INDEX "review_cases_organization_pk_environment_session_pk_key" ON "review_cases"("organization_pk", "environment", "session_pk");

-- CreateIndex
CREATE UNIQUE INDEX "decision_snapshots_organization_pk_environment_id_key" ON "decision_snapshots"("organization_pk", "environment", "id");

-- CreateIndex
CREATE UNIQUE INDEX "case_notes_organization_pk_environment_session_pk_id_key" ON "case_notes"("organization_pk", "environment", "session_pk", "id");

-- CreateIndex
CREATE UNIQUE INDEX "checks_organization_pk_environment_session_pk_policy_attemp_key" ON "checks"("organization_pk", "environment", "session_pk", "policy", "attempt");

-- CreateIndex
CREATE UNIQUE INDEX "documents_organization_pk_environment_session_pk_doc_type_key" ON "documents"("organization_pk", "environment", "session_pk", "doc_type");

-- CreateIndex
CREATE UNIQUE INDEX "documents_organization_pk_environment_session_pk_id_key" ON "documents"("organization_pk", "environment", "session_pk", "id");

-- CreateIndex
CREATE UNIQUE INDEX "holds_organization_pk_environment_id_key" ON "holds"("organization_pk", "environment", "id");

-- CreateIndex
CREATE UNIQUE INDEX "redactions_organization_pk_environment_id_key" ON "redactions"("organization_pk", "environment", "id");

-- CreateIndex
CREATE UNIQUE INDEX "requests_organization_pk_environment_id_key" ON "requests"("organization_pk", "environment", "id");

-- CreateIndex
CREATE UNIQUE INDEX "request_matches_organization_pk_environment_request_pk_sess_key" ON "request_matches"("organization_pk", "environment", "request_pk", "session_pk");

-- CreateIndex
CREATE UNIQUE INDEX "request_marks_organization_pk_environment_request_pk_sessio_key" ON "request_marks"("organization_pk", "environment", "request_pk", "session_pk", "remark");

-- CreateIndex
CREATE UNIQUE INDEX "packages_organization_pk_environment_request_pk_key" ON "packages"("organization_pk", "environment", "request_pk");

-- CreateIndex
CREATE UNIQUE INDEX "packages_organization_pk_environment_id_key" ON "packages"("organization_pk", "environment", "id");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_links_organization_pk_environment_id_key" ON "delivery_links"("organization_pk", "environment", "id");

-- CreateIndex
CREATE UNIQUE INDEX "results_organization_pk_environment_session_pk_key" ON "results"("organization_pk", "environment", "session_pk");

-- CreateIndex
CREATE UNIQUE INDEX "screening_hits_organization_pk_environment_check_pk_positio_key" ON "screening_hits"("organization_pk", "environment", "check_pk", "position");

-- CreateIndex
CREATE UNIQUE INDEX "one_time_links_organization_pk_environment_session_pk_id_key" ON "one_time_links"("organization_pk", "environment", "session_pk", "id");

-- CreateIndex
CREATE UNIQUE INDEX "fraud_signals_organization_pk_environment_session_pk_positi_key" ON "fraud_signals"("organization_pk", "environment", "session_pk", "position");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_endpoints_organization_pk_environment_id_key" ON "webhook_endpoints"("organization_pk", "environment", "id");

-- AddForeignKey
ALTER TABLE "review_cases" ADD CONSTRAINT "review_cases_organization_pk_environment_session_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "session_pk") REFERENCES "sessions"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision_snapshots" ADD CONSTRAINT "decision_snapshots_organization_pk_environment_case_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "case_pk") REFERENCES "review_cases"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision_snapshots" ADD CONSTRAINT "decision_snapshots_organization_pk_environment_session_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "session_pk") REFERENCES "sessions"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_notes" ADD CONSTRAINT "case_notes_organization_pk_environment_session_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "session_pk") REFERENCES "sessions"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checks" ADD CONSTRAINT "checks_organization_pk_environment_session_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "session_pk") REFERENCES "sessions"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "documents" ADD CONSTRAINT "documents_organization_pk_environment_session_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "session_pk") REFERENCES "sessions"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "holds" ADD CONSTRAINT "holds_organization_pk_environment_session_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "session_pk") REFERENCES "sessions"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "holds" ADD CONSTRAINT "holds_organization_pk_environment_identity_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "identity_pk") REFERENCES "identities"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "holds" ADD CONSTRAINT "holds_organization_pk_environment_request_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "request_pk") REFERENCES "requests"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "list_entries" ADD CONSTRAINT "list_entries_organization_pk_environment_session_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "session_pk") REFERENCES "sessions"("organization_pk", "environment", "pk") ON DELETE SET NULL ("session_pk") ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "list_entries" ADD CONSTRAINT "list_entries_organization_pk_environment_list_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "list_pk") REFERENCES "lists"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "list_entry_indexes" ADD CONSTRAINT "list_entry_indexes_organization_pk_environment_entry_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "entry_pk") REFERENCES "list_entries"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "redaction_items" ADD CONSTRAINT "redaction_items_organization_pk_environment_redaction_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "redaction_pk") REFERENCES "redactions"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "redaction_items" ADD CONSTRAINT "redaction_items_organization_pk_environment_session_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "session_pk") REFERENCES "sessions"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "requests" ADD CONSTRAINT "requests_organization_pk_environment_joined_into_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "joined_into_pk") REFERENCES "requests"("organization_pk", "environment", "pk") ON DELETE SET NULL ("joined_into_pk") ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_pauses" ADD CONSTRAINT "request_pauses_organization_pk_environment_request_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "request_pk") REFERENCES "requests"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_matches" ADD CONSTRAINT "request_matches_organization_pk_environment_request_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "request_pk") REFERENCES "requests"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_matches" ADD CONSTRAINT "request_matches_organization_pk_environment_session_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "session_pk") REFERENCES "sessions"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_marks" ADD CONSTRAINT "request_marks_organization_pk_environment_request_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "request_pk") REFERENCES "requests"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_marks" ADD CONSTRAINT "request_marks_organization_pk_environment_session_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "session_pk") REFERENCES "sessions"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_indexes" ADD CONSTRAINT "request_indexes_organization_pk_environment_request_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "request_pk") REFERENCES "requests"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificate_pages" ADD CONSTRAINT "certificate_pages_organization_pk_environment_request_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "request_pk") REFERENCES "requests"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "packages" ADD CONSTRAINT "packages_organization_pk_environment_request_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "request_pk") REFERENCES "requests"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery_links" ADD CONSTRAINT "delivery_links_organization_pk_environment_request_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "request_pk") REFERENCES "requests"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "results" ADD CONSTRAINT "results_organization_pk_environment_session_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "session_pk") REFERENCES "sessions"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "screening_checks" ADD CONSTRAINT "screening_checks_organization_pk_environment_session_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "session_pk") REFERENCES "sessions"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "screening_hits" ADD CONSTRAINT "screening_hits_organization_pk_environment_check_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "check_pk") REFERENCES "screening_checks"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_organization_pk_environment_identity_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "identity_pk") REFERENCES "identities"("organization_pk", "environment", "pk") ON DELETE SET NULL ("identity_pk") ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_openings" ADD CONSTRAINT "session_openings_organization_pk_environment_session_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "session_pk") REFERENCES "sessions"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_tags" ADD CONSTRAINT "session_tags_organization_pk_environment_session_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "session_pk") REFERENCES "sessions"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "one_time_links" ADD CONSTRAINT "one_time_links_organization_pk_environment_session_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "session_pk") REFERENCES "sessions"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "blind_indexes" ADD CONSTRAINT "blind_indexes_organization_pk_environment_session_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "session_pk") REFERENCES "sessions"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fraud_signals" ADD CONSTRAINT "fraud_signals_organization_pk_environment_session_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "session_pk") REFERENCES "sessions"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_organization_pk_environment_session_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "session_pk") REFERENCES "sessions"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_organization_pk_environment_endpoint_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "endpoint_pk") REFERENCES "webhook_endpoints"("organization_pk", "environment", "pk") ON DELETE SET NULL ("endpoint_pk") ON UPDATE CASCADE;

-- The triggers name the organization as well: their keys begin with it.
CREATE OR REPLACE FUNCTION spread_restriction() RETURNS trigger LANGUAGE plpgsql AS
E'BEGIN
  UPDATE review_cases SET is_restricted = NEW.is_restricted
    WHERE organization_pk = NEW.organization_pk AND environment = NEW.environment AND session_pk = NEW.pk\073
  UPDATE session_tags SET is_restricted = NEW.is_restricted
    WHERE organization_pk = NEW.organization_pk AND environment = NEW.environment AND session_pk = NEW.pk\073
  RETURN NULL\073
END\073';

CREATE OR REPLACE FUNCTION place_case() RETURNS trigger LANGUAGE plpgsql AS
E'BEGIN
  IF TG_OP = ''INSERT'' THEN
    NEW.is_restricted := coalesce((SELECT s.is_restricted FROM sessions s WHERE s.organization_pk = NEW.organization_pk
      AND s.environment = NEW.environment AND s.pk = NEW.session_pk), false)\073
  END IF\073
  NEW.queued_at := coalesce(NEW.entered_review_at, NEW.created_at)\073
  NEW.claimable_at := CASE WHEN NEW.status = ''open'' AND NEW.assigned_to IS NULL AND NEW.snoozed_until IS NULL
    AND NOT NEW.is_restricted THEN NEW.queued_at END\073
  RETURN NEW\073
END\073';
