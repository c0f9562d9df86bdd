-- AlterTable
ALTER TABLE "review_cases" ADD COLUMN     "first_caller" TEXT;

-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "approval_needs_hits" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "blind_second_review" BOOLEAN NOT NULL DEFAULT true;
