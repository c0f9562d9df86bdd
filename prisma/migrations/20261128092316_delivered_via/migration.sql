-- AlterTable
ALTER TABLE "requests" ADD COLUMN     "delivered_via" TEXT;
