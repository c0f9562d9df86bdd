-- AlterEnum
ALTER TYPE "ApiKeyType" ADD VALUE 'publishable';

-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "allowed_origins" TEXT[];
