-- CreateEnum
CREATE TYPE "SourceItemState" AS ENUM ('due', 'taken', 'kept_here', 'set_aside', 'left_out');

-- CreateTable
CREATE TABLE "sources" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "vendor" TEXT NOT NULL,
    "base_url" TEXT NOT NULL,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "since" TIMESTAMPTZ(3),
    "statuses" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "workflows" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "every_seconds" INTEGER NOT NULL DEFAULT 30,
    "full_every_seconds" INTEGER NOT NULL DEFAULT 3600,
    "reports_decisions" BOOLEAN NOT NULL DEFAULT false,
    "reports_redactions" BOOLEAN NOT NULL DEFAULT false,
    "sealed_credentials" BYTEA NOT NULL,
    "sealed_notice_secret" BYTEA,
    "is_paused" BOOLEAN NOT NULL DEFAULT false,
    "stopped_because" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "list_at" TEXT,
    "listing_since" TIMESTAMPTZ(3),
    "listing_is_full" BOOLEAN NOT NULL DEFAULT true,
    "listed_at" TIMESTAMPTZ(3),
    "full_listed_at" TIMESTAMPTZ(3),
    "next_list_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "leased_until" TIMESTAMPTZ(3),
    "leased_by" UUID,
    "quiet_until" TIMESTAMPTZ(3),
    "failures_in_a_row" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "last_error_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "sources_pkey" PRIMARY KEY ("organization_pk","environment","pk")
);

-- CreateTable
CREATE TABLE "source_items" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "source_pk" BIGINT NOT NULL,
    "vendor_id" TEXT NOT NULL,
    "state" "SourceItemState" NOT NULL DEFAULT 'due',
    "version" TEXT,
    "vendor_status" TEXT,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "taken_at" TIMESTAMPTZ(3),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "leased_until" TIMESTAMPTZ(3),
    "leased_by" UUID,
    "reason" TEXT,
    "remarks" TEXT[] DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "source_items_pkey" PRIMARY KEY ("organization_pk","environment","pk")
);

-- CreateTable
CREATE TABLE "source_records" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "session_pk" BIGINT NOT NULL,
    "source_pk" BIGINT NOT NULL,
    "blob_key" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "source_records_pkey" PRIMARY KEY ("organization_pk","environment","pk")
);

-- CreateTable
CREATE TABLE "source_runs" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "source_pk" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "seen" INTEGER NOT NULL DEFAULT 0,
    "created" INTEGER NOT NULL DEFAULT 0,
    "updated" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "kept_here" INTEGER NOT NULL DEFAULT 0,
    "set_aside" INTEGER NOT NULL DEFAULT 0,
    "left_out" INTEGER NOT NULL DEFAULT 0,
    "images" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "source_runs_pkey" PRIMARY KEY ("organization_pk","environment","pk")
);

-- CreateIndex
CREATE UNIQUE INDEX "sources_organization_pk_environment_id_key" ON "sources"("organization_pk", "environment", "id");

-- CreateIndex
CREATE UNIQUE INDEX "sources_organization_pk_environment_name_key" ON "sources"("organization_pk", "environment", "name");

-- CreateIndex
CREATE INDEX "source_items_organization_pk_environment_source_pk_next_try_idx" ON "source_items"("organization_pk", "environment", "source_pk", "next_try_at");

-- CreateIndex
CREATE INDEX "source_items_organization_pk_environment_source_pk_state_idx" ON "source_items"("organization_pk", "environment", "source_pk", "state");

-- CreateIndex
CREATE UNIQUE INDEX "source_items_organization_pk_environment_source_pk_vendor_i_key" ON "source_items"("organization_pk", "environment", "source_pk", "vendor_id");

-- CreateIndex
CREATE UNIQUE INDEX "source_records_organization_pk_environment_session_pk_key" ON "source_records"("organization_pk", "environment", "session_pk");

-- CreateIndex
CREATE INDEX "source_runs_organization_pk_environment_source_pk_started_a_idx" ON "source_runs"("organization_pk", "environment", "source_pk", "started_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "source_runs_organization_pk_environment_id_key" ON "source_runs"("organization_pk", "environment", "id");

-- AddForeignKey
ALTER TABLE "source_items" ADD CONSTRAINT "source_items_organization_pk_environment_source_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "source_pk") REFERENCES "sources"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_records" ADD CONSTRAINT "source_records_organization_pk_environment_source_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "source_pk") REFERENCES "sources"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_records" ADD CONSTRAINT "source_records_organization_pk_environment_session_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "session_pk") REFERENCES "sessions"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_runs" ADD CONSTRAINT "source_runs_organization_pk_environment_source_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "source_pk") REFERENCES "sources"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- A source has one run at a time: whatever brings it something new opens it, or counts in it.
CREATE UNIQUE INDEX "source_runs_open" ON "source_runs"("organization_pk", "environment", "source_pk") WHERE "ended_at" IS NULL;
