-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "request_profiles" JSONB NOT NULL DEFAULT '{}';
