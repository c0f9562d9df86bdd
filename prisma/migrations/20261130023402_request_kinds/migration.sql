-- CreateEnum
CREATE TYPE "RequestOutcome" AS ENUM ('upheld', 'partly_upheld', 'not_upheld');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "RequestAct" ADD VALUE 'reviewing';
ALTER TYPE "RequestAct" ADD VALUE 'confirmed';
ALTER TYPE "RequestAct" ADD VALUE 'changed';

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "RequestKind" ADD VALUE 'portability';
ALTER TYPE "RequestKind" ADD VALUE 'objection';
ALTER TYPE "RequestKind" ADD VALUE 'decision_review';
ALTER TYPE "RequestKind" ADD VALUE 'automated_decision_access';
ALTER TYPE "RequestKind" ADD VALUE 'complaint';

-- AlterTable
ALTER TABLE "requests" ADD COLUMN     "acknowledged_at" TIMESTAMPTZ(3),
ADD COLUMN     "concluded_at" TIMESTAMPTZ(3),
ADD COLUMN     "concluded_by" TEXT,
ADD COLUMN     "opened_at" TIMESTAMPTZ(3),
ADD COLUMN     "outcome" "RequestOutcome";
