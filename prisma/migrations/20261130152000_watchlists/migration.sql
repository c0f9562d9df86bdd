-- Similar names are found by their trigrams. Owners of a database may create this extension (PostgreSQL 13).
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateTable
CREATE TABLE "watchlists" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "check_type" TEXT NOT NULL,
    "threshold" DOUBLE PRECISION NOT NULL DEFAULT 0.6,
    "version" INTEGER NOT NULL DEFAULT 0,
    "entry_count" INTEGER NOT NULL DEFAULT 0,
    "uploaded_at" TIMESTAMPTZ(3),
    "uploaded_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "watchlists_pkey" PRIMARY KEY ("organization_pk","environment","pk")
);

-- CreateTable
CREATE TABLE "watchlist_entries" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "watchlist_pk" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "aliases" TEXT[],
    "birthdate" TEXT,
    "countries" TEXT[],
    "entity_type" TEXT,
    "reference" TEXT,
    "remarks" TEXT,

    CONSTRAINT "watchlist_entries_pkey" PRIMARY KEY ("organization_pk","environment","pk")
);

-- CreateTable
CREATE TABLE "watchlist_names" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "watchlist_pk" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "folded" TEXT NOT NULL,

    CONSTRAINT "watchlist_names_pkey" PRIMARY KEY ("organization_pk","environment","pk")
);

-- CreateIndex
CREATE UNIQUE INDEX "watchlists_organization_pk_environment_id_key" ON "watchlists"("organization_pk", "environment", "id");

-- CreateIndex
CREATE UNIQUE INDEX "watchlist_entries_organization_pk_environment_watchlist_pk_v_key" ON "watchlist_entries"("organization_pk", "environment", "watchlist_pk", "version", "line");

-- CreateIndex
CREATE INDEX "watchlist_names_folded_idx" ON "watchlist_names" USING GIN ("folded" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "watchlist_names_organization_pk_environment_watchlist_pk_ve_idx" ON "watchlist_names"("organization_pk", "environment", "watchlist_pk", "version");

-- CreateIndex
CREATE INDEX "screening_checks_organization_pk_environment_created_at_id_idx" ON "screening_checks"("organization_pk", "environment", "created_at" DESC, "id" DESC);

-- AlterTable
ALTER TABLE "screening_checks" ADD COLUMN     "is_run_here" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "identities" ADD COLUMN     "monitored_lists" TEXT[];

-- CreateIndex
CREATE INDEX "screening_checks_is_run_here_monitoring_enabled_organizatio_idx" ON "screening_checks"("is_run_here", "monitoring_enabled", "organization_pk", "environment", "check_type", "last_checked_at");

-- AddForeignKey
ALTER TABLE "watchlist_entries" ADD CONSTRAINT "watchlist_entries_organization_pk_environment_watchlist_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "watchlist_pk") REFERENCES "watchlists"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "watchlist_names" ADD CONSTRAINT "watchlist_names_organization_pk_environment_watchlist_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "watchlist_pk") REFERENCES "watchlists"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;
