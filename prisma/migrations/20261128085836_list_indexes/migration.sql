-- DropIndex
DROP INDEX "sessions_organization_pk_environment_created_at_id_idx";

-- DropIndex
DROP INDEX "sessions_organization_pk_environment_status_created_at_id_idx";

-- DropIndex
DROP INDEX "sessions_organization_pk_environment_result_status_created__idx";

-- DropIndex
DROP INDEX "sessions_organization_pk_environment_risk_level_created_at__idx";

-- DropIndex
DROP INDEX "sessions_organization_pk_environment_document_type_created__idx";

-- DropIndex
DROP INDEX "sessions_organization_pk_environment_country_created_at_id_idx";

-- DropIndex
DROP INDEX "sessions_organization_pk_environment_source_created_at_id_idx";

-- DropIndex
DROP INDEX "session_tags_organization_pk_environment_tag_created_at_id_idx";

-- CreateIndex
CREATE INDEX "sessions_organization_pk_environment_is_restricted_created__idx" ON "sessions"("organization_pk", "environment", "is_restricted", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "sessions_organization_pk_environment_is_restricted_status_c_idx" ON "sessions"("organization_pk", "environment", "is_restricted", "status", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "sessions_organization_pk_environment_is_restricted_result_s_idx" ON "sessions"("organization_pk", "environment", "is_restricted", "result_status", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "sessions_organization_pk_environment_is_restricted_risk_lev_idx" ON "sessions"("organization_pk", "environment", "is_restricted", "risk_level", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "sessions_organization_pk_environment_is_restricted_document_idx" ON "sessions"("organization_pk", "environment", "is_restricted", "document_type", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "sessions_organization_pk_environment_is_restricted_country__idx" ON "sessions"("organization_pk", "environment", "is_restricted", "country", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "sessions_organization_pk_environment_is_restricted_source_c_idx" ON "sessions"("organization_pk", "environment", "is_restricted", "source", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "session_tags_organization_pk_environment_is_restricted_tag__idx" ON "session_tags"("organization_pk", "environment", "is_restricted", "tag", "created_at" DESC, "id" DESC);
