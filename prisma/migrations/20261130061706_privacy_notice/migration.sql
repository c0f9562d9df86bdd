-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "privacy_notice" TEXT NOT NULL DEFAULT '';
