-- CreateEnum
CREATE TYPE "RedactionStatus" AS ENUM ('running', 'paused', 'stopped', 'finished');

-- CreateEnum
CREATE TYPE "RedactionOutcome" AS ENUM ('waiting', 'deleted', 'already_redacted', 'held', 'failed');

-- CreateTable
CREATE TABLE "redactions" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "id" TEXT NOT NULL,
    "status" "RedactionStatus" NOT NULL DEFAULT 'running',
    "total" INTEGER NOT NULL,
    "requested_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "redactions_pkey" PRIMARY KEY ("pk")
);

-- CreateTable
CREATE TABLE "redaction_items" (
    "redaction_pk" BIGINT NOT NULL,
    "session_pk" BIGINT NOT NULL,
    "outcome" "RedactionOutcome" NOT NULL DEFAULT 'waiting',
    "documents_removed" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "redaction_items_pkey" PRIMARY KEY ("redaction_pk","session_pk")
);

-- CreateIndex
CREATE UNIQUE INDEX "redactions_id_key" ON "redactions"("id");

-- CreateIndex
CREATE INDEX "redactions_organization_pk_environment_created_at_id_idx" ON "redactions"("organization_pk", "environment", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "redactions_status_idx" ON "redactions"("status");

-- CreateIndex
CREATE INDEX "redaction_items_redaction_pk_outcome_session_pk_idx" ON "redaction_items"("redaction_pk", "outcome", "session_pk");

-- CreateIndex
CREATE INDEX "redaction_items_session_pk_idx" ON "redaction_items"("session_pk");

-- AddForeignKey
ALTER TABLE "redaction_items" ADD CONSTRAINT "redaction_items_redaction_pk_fkey" FOREIGN KEY ("redaction_pk") REFERENCES "redactions"("pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "redaction_items" ADD CONSTRAINT "redaction_items_session_pk_fkey" FOREIGN KEY ("session_pk") REFERENCES "sessions"("pk") ON DELETE CASCADE ON UPDATE CASCADE;
