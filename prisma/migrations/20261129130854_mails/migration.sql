-- CreateEnum
CREATE TYPE "MailKind" AS ENUM ('invitation', 'password_link', 'forgotten_password', 'daily_digest', 'webhook_disabled');

-- CreateEnum
CREATE TYPE "MailState" AS ENUM ('waiting', 'sent', 'failed');

-- AlterTable
ALTER TABLE "members" ADD COLUMN     "daily_mail" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "mails" (
    "organization_pk" BIGINT NOT NULL,
    "pk" BIGSERIAL NOT NULL,
    "id" TEXT NOT NULL,
    "kind" "MailKind" NOT NULL,
    "about_id" TEXT,
    "recipient" TEXT NOT NULL,
    "language" "Language" NOT NULL,
    "sealed" BYTEA,
    "once_key" TEXT,
    "state" "MailState" NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "leased_until" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "answer" TEXT,

    CONSTRAINT "mails_pkey" PRIMARY KEY ("organization_pk","pk")
);

-- CreateIndex
CREATE INDEX "mails_organization_pk_about_id_idx" ON "mails"("organization_pk", "about_id");

-- CreateIndex
CREATE INDEX "mails_organization_pk_state_next_attempt_at_idx" ON "mails"("organization_pk", "state", "next_attempt_at");

-- CreateIndex
CREATE UNIQUE INDEX "mails_organization_pk_id_key" ON "mails"("organization_pk", "id");

-- CreateIndex
CREATE UNIQUE INDEX "mails_organization_pk_once_key_key" ON "mails"("organization_pk", "once_key");

-- AddForeignKey
ALTER TABLE "mails" ADD CONSTRAINT "mails_organization_pk_fkey" FOREIGN KEY ("organization_pk") REFERENCES "organizations"("pk") ON DELETE RESTRICT ON UPDATE CASCADE;
