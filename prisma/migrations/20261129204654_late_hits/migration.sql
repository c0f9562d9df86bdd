-- AlterTable
ALTER TABLE "screening_hits" ADD COLUMN     "arrived_at" TIMESTAMPTZ(3);
