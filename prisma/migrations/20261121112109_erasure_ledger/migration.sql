-- AlterTable
ALTER TABLE "redaction_cleanups" ADD COLUMN     "environment" "Environment",
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'key',
ADD COLUMN     "organization_id" TEXT,
ADD COLUMN     "subject_id" TEXT;

-- AlterTable
ALTER TABLE "request_matches" ADD COLUMN     "certified" INTEGER,
ADD COLUMN     "destroyed" JSONB;

-- CreateTable
CREATE TABLE "ledger_marks" (
    "place" TEXT NOT NULL,
    "lines" INTEGER NOT NULL,
    "bytes" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_marks_pkey" PRIMARY KEY ("place")
);

-- CreateTable
CREATE TABLE "certificate_pages" (
    "request_pk" BIGINT NOT NULL,
    "number" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "signature" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "certificate_pages_pkey" PRIMARY KEY ("request_pk","number")
);

-- AddForeignKey
ALTER TABLE "certificate_pages" ADD CONSTRAINT "certificate_pages_request_pk_fkey" FOREIGN KEY ("request_pk") REFERENCES "requests"("pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- A signed page is never changed: what goes later is told on a further one.
CREATE FUNCTION refuse_certificate_change() RETURNS trigger LANGUAGE plpgsql AS
E'BEGIN RAISE EXCEPTION ''certificate_pages are never changed'' USING ERRCODE = ''insufficient_privilege''\073 END\073';

CREATE TRIGGER certificate_pages_unchanged BEFORE UPDATE ON "certificate_pages"
  FOR EACH ROW EXECUTE FUNCTION refuse_certificate_change();
