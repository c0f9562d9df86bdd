-- What was sent before it was signed is sent again, which costs a line for each log and place.
DELETE FROM "audit_checkpoints";

-- AlterTable
ALTER TABLE "audit_checkpoints" ADD COLUMN     "signature" BYTEA NOT NULL;

-- CreateTable
CREATE TABLE "installation" (
    "is_only" BOOLEAN NOT NULL DEFAULT true,
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("is_only")
);
