-- CreateEnum
CREATE TYPE "image_format" AS ENUM ('jpeg', 'png', 'webp');

-- AlterTable
ALTER TABLE "members" ADD COLUMN     "time_zone" TEXT NOT NULL DEFAULT 'UTC';

-- CreateTable
CREATE TABLE "document_settings" (
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "image_url_expiry_seconds" INTEGER NOT NULL DEFAULT 300,
    "accepted_formats" "image_format"[] DEFAULT ARRAY['jpeg', 'png', 'webp']::"image_format"[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "document_settings_pkey" PRIMARY KEY ("organization_pk","environment")
);

-- AddForeignKey
ALTER TABLE "document_settings" ADD CONSTRAINT "document_settings_organization_pk_environment_fkey" FOREIGN KEY ("organization_pk", "environment") REFERENCES "settings"("organization_pk", "environment") ON DELETE CASCADE ON UPDATE CASCADE;

-- The settings of images have a version of their own.
INSERT INTO "document_settings" ("organization_pk", "environment", "image_url_expiry_seconds")
SELECT "organization_pk", "environment", "image_url_expiry_seconds" FROM "settings";

-- AlterTable
ALTER TABLE "settings" DROP COLUMN "image_url_expiry_seconds";
