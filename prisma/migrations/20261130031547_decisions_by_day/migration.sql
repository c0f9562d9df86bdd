-- CreateIndex
CREATE INDEX "decision_snapshots_organization_pk_environment_decided_at_idx" ON "decision_snapshots"("organization_pk", "environment", "decided_at");
