-- AlterTable
ALTER TABLE "password_links" ADD COLUMN     "made_by" TEXT;
