-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "has_no_officer" BOOLEAN NOT NULL DEFAULT false;
