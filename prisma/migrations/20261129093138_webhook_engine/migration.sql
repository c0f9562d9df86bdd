-- CreateEnum
CREATE TYPE "AttemptFailure" AS ENUM ('address_not_allowed', 'name_not_found', 'connection_failed', 'tls_failed', 'timed_out', 'closed_early', 'interrupted', 'redirected', 'refused', 'secret_unreadable');

-- DropIndex
DROP INDEX "webhook_deliveries_status_next_attempt_at_idx";

-- AlterTable
ALTER TABLE "webhook_endpoints" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "disabled_at" TIMESTAMPTZ(3),
ADD COLUMN     "failed_in_a_row" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "webhook_deliveries" ADD COLUMN     "ended_at" TIMESTAMPTZ(3),
ADD COLUMN     "leased_until" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "webhook_attempts" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "delivery_pk" BIGINT NOT NULL,
    "number" INTEGER NOT NULL,
    "url" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "duration_ms" INTEGER,
    "http_status" INTEGER,
    "answer_bytes" INTEGER,
    "failure" "AttemptFailure",

    CONSTRAINT "webhook_attempts_pkey" PRIMARY KEY ("organization_pk","environment","pk")
);

-- CreateIndex
CREATE UNIQUE INDEX "webhook_attempts_organization_pk_environment_delivery_pk_nu_key" ON "webhook_attempts"("organization_pk", "environment", "delivery_pk", "number");

-- CreateIndex
CREATE INDEX "webhook_deliveries_organization_pk_environment_endpoint_pk__idx" ON "webhook_deliveries"("organization_pk", "environment", "endpoint_pk", "status", "next_attempt_at");

-- AddForeignKey
ALTER TABLE "webhook_attempts" ADD CONSTRAINT "webhook_attempts_organization_pk_environment_delivery_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "delivery_pk") REFERENCES "webhook_deliveries"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;
