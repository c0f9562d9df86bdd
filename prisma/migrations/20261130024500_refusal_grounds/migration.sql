-- CreateEnum
CREATE TYPE "RefusalGround" AS ENUM ('unfounded', 'excessive', 'abusive', 'not_identified', 'third_party', 'exemption', 'not_controller');

-- AlterTable
ALTER TABLE "requests" ADD COLUMN     "fee_asked_at" TIMESTAMPTZ(3),
ADD COLUMN     "refusal_at" TIMESTAMPTZ(3),
ADD COLUMN     "refusal_by" TEXT,
ADD COLUMN     "refusal_confirmer" TEXT,
ADD COLUMN     "refusal_ground" "RefusalGround";
