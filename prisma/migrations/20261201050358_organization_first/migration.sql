-- Every index that serves one organization begins with it (docs/decisions/0123).

-- DropIndex
DROP INDEX "decision_snapshots_case_pk_idx";

-- DropIndex
DROP INDEX "decision_snapshots_session_pk_idx";

-- DropIndex
DROP INDEX "second_looks_case_pk_idx";

-- DropIndex
DROP INDEX "holds_session_pk_released_at_idx";

-- DropIndex
DROP INDEX "holds_identity_pk_idx";

-- DropIndex
DROP INDEX "holds_request_pk_idx";

-- DropIndex
DROP INDEX "identities_merged_into_pk_idx";

-- DropIndex
DROP INDEX "list_entries_list_pk_created_at_id_idx";

-- DropIndex
DROP INDEX "list_entries_session_pk_idx";

-- DropIndex
DROP INDEX "list_entry_indexes_entry_pk_idx";

-- DropIndex
DROP INDEX "list_marks_session_pk_idx";

-- DropIndex
DROP INDEX "redaction_items_redaction_pk_outcome_session_pk_idx";

-- DropIndex
DROP INDEX "redaction_items_session_pk_idx";

-- DropIndex
DROP INDEX "request_pauses_request_pk_idx";

-- DropIndex
DROP INDEX "request_matches_session_pk_idx";

-- DropIndex
DROP INDEX "request_marks_session_pk_idx";

-- DropIndex
DROP INDEX "request_indexes_request_pk_idx";

-- DropIndex
DROP INDEX "request_letters_request_pk_idx";

-- DropIndex
DROP INDEX "request_messages_request_pk_idx";

-- DropIndex
DROP INDEX "request_recipients_request_pk_idx";

-- DropIndex
DROP INDEX "request_notes_request_pk_idx";

-- DropIndex
DROP INDEX "delivery_links_request_pk_idx";

-- DropIndex
DROP INDEX "screening_checks_session_pk_idx";

-- DropIndex
DROP INDEX "sessions_identity_pk_created_at_idx";

-- DropIndex
DROP INDEX "blind_indexes_session_pk_idx";

-- CreateIndex
CREATE INDEX IF NOT EXISTS "decision_snapshots_organization_pk_environment_case_pk_idx" ON "decision_snapshots"("organization_pk", "environment", "case_pk");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "decision_snapshots_organization_pk_environment_session_pk_idx" ON "decision_snapshots"("organization_pk", "environment", "session_pk");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "second_looks_organization_pk_environment_case_pk_idx" ON "second_looks"("organization_pk", "environment", "case_pk");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "holds_organization_pk_environment_session_pk_released_at_idx" ON "holds"("organization_pk", "environment", "session_pk", "released_at");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "holds_organization_pk_environment_identity_pk_idx" ON "holds"("organization_pk", "environment", "identity_pk");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "holds_organization_pk_environment_request_pk_idx" ON "holds"("organization_pk", "environment", "request_pk");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "identities_organization_pk_environment_merged_into_pk_idx" ON "identities"("organization_pk", "environment", "merged_into_pk");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "list_entries_organization_pk_environment_list_pk_created_at_idx" ON "list_entries"("organization_pk", "environment", "list_pk", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX IF NOT EXISTS "list_entries_organization_pk_environment_session_pk_idx" ON "list_entries"("organization_pk", "environment", "session_pk");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "list_entry_indexes_organization_pk_environment_entry_pk_idx" ON "list_entry_indexes"("organization_pk", "environment", "entry_pk");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "list_marks_organization_pk_environment_session_pk_idx" ON "list_marks"("organization_pk", "environment", "session_pk");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "redaction_items_organization_pk_environment_redaction_pk_ou_idx" ON "redaction_items"("organization_pk", "environment", "redaction_pk", "outcome", "session_pk");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "redaction_items_organization_pk_environment_session_pk_idx" ON "redaction_items"("organization_pk", "environment", "session_pk");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "request_pauses_organization_pk_environment_request_pk_idx" ON "request_pauses"("organization_pk", "environment", "request_pk");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "request_matches_organization_pk_environment_session_pk_idx" ON "request_matches"("organization_pk", "environment", "session_pk");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "request_marks_organization_pk_environment_session_pk_idx" ON "request_marks"("organization_pk", "environment", "session_pk");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "request_indexes_organization_pk_environment_request_pk_idx" ON "request_indexes"("organization_pk", "environment", "request_pk");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "request_letters_organization_pk_environment_request_pk_idx" ON "request_letters"("organization_pk", "environment", "request_pk");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "request_messages_organization_pk_environment_request_pk_idx" ON "request_messages"("organization_pk", "environment", "request_pk");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "request_recipients_organization_pk_environment_request_pk_idx" ON "request_recipients"("organization_pk", "environment", "request_pk");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "request_notes_organization_pk_environment_request_pk_idx" ON "request_notes"("organization_pk", "environment", "request_pk");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "delivery_links_organization_pk_environment_request_pk_idx" ON "delivery_links"("organization_pk", "environment", "request_pk");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "screening_checks_organization_pk_environment_session_pk_idx" ON "screening_checks"("organization_pk", "environment", "session_pk");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "sessions_organization_pk_environment_identity_pk_created_at_idx" ON "sessions"("organization_pk", "environment", "identity_pk", "created_at" DESC);

-- CreateIndex
CREATE INDEX IF NOT EXISTS "blind_indexes_organization_pk_environment_session_pk_idx" ON "blind_indexes"("organization_pk", "environment", "session_pk");
