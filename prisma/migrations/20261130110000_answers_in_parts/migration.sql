-- AlterTable
ALTER TABLE "request_matches" ADD COLUMN     "is_later" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "requests" ADD COLUMN     "part_delivered_at" TIMESTAMPTZ(3);
