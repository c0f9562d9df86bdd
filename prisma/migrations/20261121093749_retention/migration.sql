-- CreateIndex
CREATE INDEX "sessions_organization_pk_environment_retention_status_termi_idx" ON "sessions"("organization_pk", "environment", "retention_status", "terminal_at");
