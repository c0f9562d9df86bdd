-- AlterTable
ALTER TABLE "packages" ADD COLUMN     "unreadable" JSONB NOT NULL DEFAULT '[]';
