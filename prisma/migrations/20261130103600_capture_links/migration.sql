-- AlterEnum
ALTER TYPE "OneTimeLinkStatus" RENAME VALUE 'used' TO 'consumed';

-- AlterTable
ALTER TABLE "one_time_links" ADD COLUMN     "token_digest" BYTEA;

-- CreateIndex
CREATE UNIQUE INDEX "one_time_links_token_digest_key" ON "one_time_links"("token_digest");

-- CreateIndex
CREATE INDEX "one_time_links_status_expires_at_idx" ON "one_time_links"("status", "expires_at");
