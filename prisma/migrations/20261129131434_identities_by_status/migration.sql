-- CreateIndex
CREATE INDEX "identities_organization_pk_environment_status_created_at_id_idx" ON "identities"("organization_pk", "environment", "status", "created_at" DESC, "id" DESC);
