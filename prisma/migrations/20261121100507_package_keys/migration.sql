-- AlterTable
ALTER TABLE "packages" ADD COLUMN     "data_key_id" UUID;

-- CreateIndex
CREATE INDEX "packages_data_key_id_idx" ON "packages"("data_key_id");
