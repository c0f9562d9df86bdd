-- CreateEnum
CREATE TYPE "RecipientOutcome" AS ENUM ('told', 'impossible', 'disproportionate');

-- CreateTable
CREATE TABLE "request_recipients" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "request_pk" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "outcome" "RecipientOutcome",
    "told_on" DATE,
    "recorded_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "sealed" BYTEA,

    CONSTRAINT "request_recipients_pkey" PRIMARY KEY ("organization_pk","environment","pk")
);

-- CreateIndex
CREATE INDEX "request_recipients_request_pk_idx" ON "request_recipients"("request_pk");

-- CreateIndex
CREATE UNIQUE INDEX "request_recipients_organization_pk_environment_id_key" ON "request_recipients"("organization_pk", "environment", "id");

-- AddForeignKey
ALTER TABLE "request_recipients" ADD CONSTRAINT "request_recipients_organization_pk_environment_request_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "request_pk") REFERENCES "requests"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;
