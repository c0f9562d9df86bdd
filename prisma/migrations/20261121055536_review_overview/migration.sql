-- CreateIndex
CREATE INDEX "review_cases_organization_pk_environment_queue_status_queue_idx" ON "review_cases"("organization_pk", "environment", "queue", "status", "queued_at");
