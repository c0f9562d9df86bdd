-- CreateEnum
CREATE TYPE "RequestKind" AS ENUM ('access', 'erasure', 'access_and_erasure', 'rectification', 'restriction');

-- CreateEnum
CREATE TYPE "RequestStatus" AS ENUM ('open', 'completed', 'refused', 'withdrawn', 'joined');

-- CreateEnum
CREATE TYPE "MatchState" AS ENUM ('proposed', 'accepted', 'excluded');

-- CreateEnum
CREATE TYPE "PackageStatus" AS ENUM ('queued', 'building', 'ready', 'failed', 'destroyed');

-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "request_four_eyes" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "request_holiday_place" TEXT,
ADD COLUMN     "request_holidays" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "request_jurisdiction" TEXT NOT NULL DEFAULT 'gdpr',
ADD COLUMN     "request_time_zone" TEXT NOT NULL DEFAULT 'UTC';

-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "restricted_at" TIMESTAMPTZ(3),
ADD COLUMN     "restricted_until" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "requests" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "id" TEXT NOT NULL,
    "kind" "RequestKind" NOT NULL,
    "status" "RequestStatus" NOT NULL DEFAULT 'open',
    "jurisdiction" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "due_on" DATE NOT NULL,
    "extended_at" TIMESTAMPTZ(3),
    "verified_at" TIMESTAMPTZ(3),
    "verified_how" TEXT,
    "searched_at" TIMESTAMPTZ(3),
    "reviewed_at" TIMESTAMPTZ(3),
    "reviewed_by" TEXT,
    "approved_at" TIMESTAMPTZ(3),
    "approved_by" TEXT,
    "delivered_at" TIMESTAMPTZ(3),
    "erased_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "relation_ended_on" DATE,
    "joined_into_pk" BIGINT,
    "data_key_id" UUID,
    "sealed" BYTEA,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "requests_pkey" PRIMARY KEY ("pk")
);

-- CreateTable
CREATE TABLE "request_pauses" (
    "pk" BIGSERIAL NOT NULL,
    "request_pk" BIGINT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "request_pauses_pkey" PRIMARY KEY ("pk")
);

-- CreateTable
CREATE TABLE "request_matches" (
    "pk" BIGSERIAL NOT NULL,
    "request_pk" BIGINT NOT NULL,
    "session_pk" BIGINT NOT NULL,
    "reasons" TEXT[],
    "state" "MatchState" NOT NULL DEFAULT 'proposed',
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "sealed" BYTEA,

    CONSTRAINT "request_matches_pkey" PRIMARY KEY ("pk")
);

-- CreateTable
CREATE TABLE "request_indexes" (
    "pk" BIGSERIAL NOT NULL,
    "request_pk" BIGINT NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "kind" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,

    CONSTRAINT "request_indexes_pkey" PRIMARY KEY ("pk")
);

-- CreateTable
CREATE TABLE "packages" (
    "pk" BIGSERIAL NOT NULL,
    "request_pk" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    "status" "PackageStatus" NOT NULL DEFAULT 'queued',
    "files_done" INTEGER NOT NULL DEFAULT 0,
    "files_total" INTEGER NOT NULL DEFAULT 0,
    "size_bytes" INTEGER,
    "digest" BYTEA,
    "error" TEXT,
    "worked_at" TIMESTAMPTZ(3),
    "built_at" TIMESTAMPTZ(3),
    "downloaded_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "packages_pkey" PRIMARY KEY ("pk")
);

-- CreateTable
CREATE TABLE "holds" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "id" TEXT NOT NULL,
    "session_pk" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "review_on" DATE NOT NULL,
    "placed_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "released_at" TIMESTAMPTZ(3),
    "released_by" TEXT,

    CONSTRAINT "holds_pkey" PRIMARY KEY ("pk")
);

-- CreateIndex
CREATE UNIQUE INDEX "requests_id_key" ON "requests"("id");

-- CreateIndex
CREATE INDEX "requests_organization_pk_environment_created_at_id_idx" ON "requests"("organization_pk", "environment", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "requests_organization_pk_environment_status_due_on_id_idx" ON "requests"("organization_pk", "environment", "status", "due_on", "id");

-- CreateIndex
CREATE INDEX "requests_data_key_id_idx" ON "requests"("data_key_id");

-- CreateIndex
CREATE INDEX "request_pauses_request_pk_idx" ON "request_pauses"("request_pk");

-- CreateIndex
CREATE INDEX "request_matches_session_pk_idx" ON "request_matches"("session_pk");

-- CreateIndex
CREATE UNIQUE INDEX "request_matches_request_pk_session_pk_key" ON "request_matches"("request_pk", "session_pk");

-- CreateIndex
CREATE INDEX "request_indexes_organization_pk_environment_kind_digest_idx" ON "request_indexes"("organization_pk", "environment", "kind", "digest");

-- CreateIndex
CREATE INDEX "request_indexes_request_pk_idx" ON "request_indexes"("request_pk");

-- CreateIndex
CREATE UNIQUE INDEX "packages_request_pk_key" ON "packages"("request_pk");

-- CreateIndex
CREATE UNIQUE INDEX "packages_id_key" ON "packages"("id");

-- CreateIndex
CREATE UNIQUE INDEX "holds_id_key" ON "holds"("id");

-- CreateIndex
CREATE INDEX "holds_session_pk_released_at_idx" ON "holds"("session_pk", "released_at");

-- CreateIndex
CREATE INDEX "holds_organization_pk_environment_created_at_id_idx" ON "holds"("organization_pk", "environment", "created_at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "requests" ADD CONSTRAINT "requests_joined_into_pk_fkey" FOREIGN KEY ("joined_into_pk") REFERENCES "requests"("pk") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_pauses" ADD CONSTRAINT "request_pauses_request_pk_fkey" FOREIGN KEY ("request_pk") REFERENCES "requests"("pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_matches" ADD CONSTRAINT "request_matches_request_pk_fkey" FOREIGN KEY ("request_pk") REFERENCES "requests"("pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_matches" ADD CONSTRAINT "request_matches_session_pk_fkey" FOREIGN KEY ("session_pk") REFERENCES "sessions"("pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_indexes" ADD CONSTRAINT "request_indexes_request_pk_fkey" FOREIGN KEY ("request_pk") REFERENCES "requests"("pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "packages" ADD CONSTRAINT "packages_request_pk_fkey" FOREIGN KEY ("request_pk") REFERENCES "requests"("pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "holds" ADD CONSTRAINT "holds_session_pk_fkey" FOREIGN KEY ("session_pk") REFERENCES "sessions"("pk") ON DELETE CASCADE ON UPDATE CASCADE;
-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "processing_record" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "packages" ADD COLUMN     "sealed" BYTEA;
