-- CreateEnum
CREATE TYPE "MessageKind" AS ENUM ('received', 'verified', 'question', 'extended', 'fee', 'refused', 'ready', 'done');

-- CreateEnum
CREATE TYPE "MessageChannel" AS ENUM ('mail', 'email', 'letter', 'phone', 'in_person', 'portal', 'other');

-- CreateEnum
CREATE TYPE "MessageState" AS ENUM ('queued', 'accepted', 'refused', 'recorded');

-- CreateEnum
CREATE TYPE "LetterLanguage" AS ENUM ('en', 'de', 'fr', 'es');

-- AlterEnum
ALTER TYPE "MailKind" ADD VALUE 'request_message';

-- CreateTable
CREATE TABLE "request_messages" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "request_pk" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" "MessageKind" NOT NULL,
    "language" "LetterLanguage" NOT NULL,
    "via" "MessageChannel" NOT NULL,
    "state" "MessageState" NOT NULL,
    "answer" TEXT,
    "sent_by" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "has_letter" BOOLEAN NOT NULL,
    "sealed" BYTEA,

    CONSTRAINT "request_messages_pkey" PRIMARY KEY ("organization_pk","environment","pk")
);

-- CreateIndex
CREATE INDEX "request_messages_request_pk_idx" ON "request_messages"("request_pk");

-- CreateIndex
CREATE UNIQUE INDEX "request_messages_organization_pk_environment_id_key" ON "request_messages"("organization_pk", "environment", "id");

-- AddForeignKey
ALTER TABLE "request_messages" ADD CONSTRAINT "request_messages_organization_pk_environment_request_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "request_pk") REFERENCES "requests"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;
