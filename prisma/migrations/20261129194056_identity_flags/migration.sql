-- CreateEnum
CREATE TYPE "IdentityFlagReason" AS ENUM ('duplicate_identity', 'document_fraud', 'impersonation', 'account_takeover', 'contradicting_data', 'other');

-- AlterTable
ALTER TABLE "identities" ADD COLUMN     "flag_reason" "IdentityFlagReason",
ADD COLUMN     "flagged_at" TIMESTAMPTZ(3),
ADD COLUMN     "flagged_by" TEXT;

-- AlterTable
ALTER TABLE "webhook_deliveries" ADD COLUMN     "identity_pk" BIGINT;

-- CreateIndex
CREATE INDEX "webhook_deliveries_organization_pk_environment_identity_pk__idx" ON "webhook_deliveries"("organization_pk", "environment", "identity_pk", "endpoint_pk", "status", "pk");

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_organization_pk_environment_identity_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "identity_pk") REFERENCES "identities"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;
