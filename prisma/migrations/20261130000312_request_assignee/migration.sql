-- AlterTable
ALTER TABLE "requests" ADD COLUMN     "assigned_to" TEXT;
