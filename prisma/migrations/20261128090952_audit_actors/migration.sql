-- CreateIndex
CREATE INDEX "audit_events_organization_pk_environment_actor_id_created_a_idx" ON "audit_events"("organization_pk", "environment", "actor_id", "created_at" DESC, "id" DESC);
