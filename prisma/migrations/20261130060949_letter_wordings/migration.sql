-- CreateEnum
CREATE TYPE "LetterKind" AS ENUM ('acknowledgement', 'identity_question', 'extension', 'fee_question', 'refusal');

-- AlterTable
ALTER TABLE "request_messages" ADD COLUMN     "wording" INTEGER;

-- CreateTable
CREATE TABLE "request_letters" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "request_pk" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    "letter" "LetterKind" NOT NULL,
    "language" "LetterLanguage" NOT NULL,
    "wording" INTEGER NOT NULL,
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sealed" BYTEA,

    CONSTRAINT "request_letters_pkey" PRIMARY KEY ("organization_pk","environment","pk")
);

-- CreateTable
CREATE TABLE "letter_wordings" (
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "letter" "LetterKind" NOT NULL,
    "law" "Jurisdiction" NOT NULL,
    "language" "LetterLanguage" NOT NULL,
    "version" INTEGER NOT NULL,
    "texts" JSONB NOT NULL,
    "saved_by" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "letter_wordings_pkey" PRIMARY KEY ("organization_pk","environment","letter","law","language","version")
);

-- CreateIndex
CREATE INDEX "request_letters_request_pk_idx" ON "request_letters"("request_pk");

-- CreateIndex
CREATE UNIQUE INDEX "request_letters_organization_pk_environment_id_key" ON "request_letters"("organization_pk", "environment", "id");

-- AddForeignKey
ALTER TABLE "request_letters" ADD CONSTRAINT "request_letters_organization_pk_environment_request_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "request_pk") REFERENCES "requests"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter_wordings" ADD CONSTRAINT "letter_wordings_organization_pk_environment_fkey" FOREIGN KEY ("organization_pk", "environment") REFERENCES "settings"("organization_pk", "environment") ON DELETE CASCADE ON UPDATE CASCADE;
