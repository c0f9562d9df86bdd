-- DropIndex
DROP INDEX "webhook_deliveries_session_pk_idx";

-- DropIndex
DROP INDEX "webhook_deliveries_organization_pk_environment_endpoint_pk__idx";

-- CreateIndex
CREATE INDEX "webhook_deliveries_organization_pk_environment_session_pk_e_idx" ON "webhook_deliveries"("organization_pk", "environment", "session_pk", "endpoint_pk", "status", "pk");

-- CreateIndex
CREATE INDEX "webhook_deliveries_organization_pk_environment_endpoint_pk__idx" ON "webhook_deliveries"("organization_pk", "environment", "endpoint_pk", "status", "next_attempt_at", "pk");
