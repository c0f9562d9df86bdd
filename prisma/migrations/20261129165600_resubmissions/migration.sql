-- CreateEnum
CREATE TYPE "SnapshotDecision" AS ENUM ('approved', 'rejected', 'resubmission');

-- AlterTable
ALTER TABLE "review_cases" ADD COLUMN     "resubmissions" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "resubmit_asked_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "decision_snapshots" ALTER COLUMN "decision" TYPE "SnapshotDecision" USING "decision"::text::"SnapshotDecision";
