-- AlterTable
ALTER TABLE "idempotent_answers" ADD COLUMN     "done_at" TIMESTAMPTZ(3),
ADD COLUMN     "holder" TEXT,
ADD COLUMN     "lease_until" TIMESTAMPTZ(3),
ADD COLUMN     "resource_id" TEXT,
ADD COLUMN     "resource_type" TEXT;
