-- CreateEnum
CREATE TYPE "Language" AS ENUM ('en', 'de');

-- AlterTable
ALTER TABLE "members" ADD COLUMN     "language" "Language" NOT NULL DEFAULT 'en';
