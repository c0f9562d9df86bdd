-- CreateEnum
CREATE TYPE "PauseGround" AS ENUM ('identity', 'scope', 'fee');

-- AlterTable
ALTER TABLE "requests" ADD COLUMN "closed_clock" JSONB, ADD COLUMN "law_version" TEXT;

-- A request keeps the rules of its day of receipt. UK GDPR Art. 12A is in force since 5 February 2026.
UPDATE "requests" SET "law_version" = CASE
  WHEN "jurisdiction" = 'gdpr' THEN 'gdpr/2018-05-25'
  WHEN "jurisdiction" = 'ccpa' THEN 'ccpa/2020-01-01'
  WHEN ("received_at" AT TIME ZONE "time_zone")::date >= DATE '2026-02-05' THEN 'uk_gdpr/2026-02-05'
  ELSE 'uk_gdpr/2021-01-01'
END;
ALTER TABLE "requests" ALTER COLUMN "law_version" SET NOT NULL;

-- AlterTable
ALTER TABLE "request_pauses" ADD COLUMN "ground" "PauseGround" NOT NULL DEFAULT 'identity';
