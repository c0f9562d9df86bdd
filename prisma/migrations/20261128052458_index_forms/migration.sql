-- AlterTable
ALTER TABLE "list_entries" ADD COLUMN     "index_version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "requests" ADD COLUMN     "index_version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "request_indexes" ADD COLUMN     "is_part" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "index_version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "blind_indexes" ADD COLUMN     "is_part" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "list_entry_indexes" (
    "pk" BIGSERIAL NOT NULL,
    "entry_pk" BIGINT NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "kind" "BlindIndexKind" NOT NULL,
    "digest" BYTEA NOT NULL,
    "is_part" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "list_entry_indexes_pkey" PRIMARY KEY ("pk")
);

-- CreateIndex
CREATE INDEX "list_entry_indexes_organization_pk_environment_kind_digest_idx" ON "list_entry_indexes"("organization_pk", "environment", "kind", "digest");

-- CreateIndex
CREATE INDEX "list_entry_indexes_entry_pk_idx" ON "list_entry_indexes"("entry_pk");

-- AddForeignKey
ALTER TABLE "list_entry_indexes" ADD CONSTRAINT "list_entry_indexes_entry_pk_fkey" FOREIGN KEY ("entry_pk") REFERENCES "list_entries"("pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is on a list keeps its digest, in the table where it may have several.
INSERT INTO "list_entry_indexes" ("entry_pk", "organization_pk", "environment", "kind", "digest")
  SELECT "pk", "organization_pk", "environment", "kind", "digest" FROM "list_entries" WHERE "removed_at" IS NULL;

-- DropIndex
DROP INDEX "list_entries_organization_pk_environment_kind_digest_idx";

-- AlterTable
ALTER TABLE "list_entries" DROP COLUMN "digest";

-- What waits to be indexed anew is found without reading what is done.
CREATE INDEX "sessions_to_index_idx" ON "sessions" ("pk") WHERE "index_version" = 1;
CREATE INDEX "requests_to_index_idx" ON "requests" ("pk") WHERE "index_version" = 1;
CREATE INDEX "list_entries_to_index_idx" ON "list_entries" ("pk") WHERE "index_version" = 1;
