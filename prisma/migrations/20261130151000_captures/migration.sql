-- CreateEnum
CREATE TYPE "workflow_run_status" AS ENUM ('queued', 'running', 'paused', 'completed', 'failed');

-- CreateEnum
CREATE TYPE "workflow_run_cause" AS ENUM ('submit', 'reprocess', 'retry');

-- AlterTable
ALTER TABLE "one_time_links" ADD COLUMN     "grant_digest" BYTEA;

-- CreateTable
CREATE TABLE "workflow_versions" (
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "version" INTEGER NOT NULL,
    "rules" JSONB NOT NULL,
    "saved_by" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workflow_versions_pkey" PRIMARY KEY ("organization_pk","environment","version")
);

-- CreateTable
CREATE TABLE "workflow_runs" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "session_pk" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    "cause" "workflow_run_cause" NOT NULL,
    "status" "workflow_run_status" NOT NULL DEFAULT 'queued',
    "workflow_version" INTEGER,
    "policy" TEXT,
    "node_results" JSONB NOT NULL DEFAULT '[]',
    "final_status" "ResultStatus",
    "paused_at" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "worker" UUID,
    "worked_at" TIMESTAMPTZ(3),
    "tries" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "workflow_runs_pkey" PRIMARY KEY ("organization_pk","environment","pk")
);

-- CreateIndex
CREATE UNIQUE INDEX "one_time_links_grant_digest_key" ON "one_time_links"("grant_digest");

-- CreateIndex
CREATE UNIQUE INDEX "workflow_runs_organization_pk_environment_id_key" ON "workflow_runs"("organization_pk", "environment", "id");

-- CreateIndex
CREATE INDEX "workflow_runs_organization_pk_environment_session_pk_pk_idx" ON "workflow_runs"("organization_pk", "environment", "session_pk", "pk");

-- The few links that a browser has opened, for the job that ends them.
CREATE INDEX "one_time_links_granted" ON "one_time_links"("expires_at") WHERE "grant_digest" IS NOT NULL;

-- The few runs that wait or are worked on, for the job that takes the next one.
CREATE INDEX "workflow_runs_to_do" ON "workflow_runs"("pk") WHERE "status" IN ('queued', 'running');

-- AddForeignKey
ALTER TABLE "workflow_versions" ADD CONSTRAINT "workflow_versions_organization_pk_environment_fkey" FOREIGN KEY ("organization_pk", "environment") REFERENCES "settings"("organization_pk", "environment") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_runs" ADD CONSTRAINT "workflow_runs_organization_pk_environment_session_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "session_pk") REFERENCES "sessions"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;
