-- A run reads again what is kept of what the vendor sent.
CREATE TYPE "SourceRunKind" AS ENUM ('sync', 'remap');

ALTER TABLE "source_runs" ADD COLUMN     "kind" "SourceRunKind" NOT NULL DEFAULT 'sync',
ADD COLUMN     "total" INTEGER,
ADD COLUMN     "place" TEXT,
ADD COLUMN     "leased_until" TIMESTAMPTZ(3),
ADD COLUMN     "leased_by" UUID;

-- A source has one run of a kind at a time.
DROP INDEX "source_runs_open";
CREATE UNIQUE INDEX "source_runs_open" ON "source_runs"("organization_pk", "environment", "source_pk", "kind") WHERE "ended_at" IS NULL;
