-- AlterTable
ALTER TABLE "review_cases" ADD COLUMN     "is_restricted" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "is_restricted" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "session_tags" ADD COLUMN     "is_restricted" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "session_openings" (
    "session_pk" BIGINT NOT NULL,
    "member_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_openings_pkey" PRIMARY KEY ("session_pk","member_id")
);

-- AddForeignKey
ALTER TABLE "session_openings" ADD CONSTRAINT "session_openings_session_pk_fkey" FOREIGN KEY ("session_pk") REFERENCES "sessions"("pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- A restriction reaches everything by which a session can be found, whoever writes the row.
CREATE FUNCTION restrict_session() RETURNS trigger LANGUAGE plpgsql AS
E'BEGIN
  NEW.is_restricted := NEW.restricted_at IS NOT NULL AND NEW.retention_status <> ''redacted''\073
  RETURN NEW\073
END\073';

CREATE TRIGGER sessions_restrict BEFORE INSERT OR UPDATE ON "sessions"
  FOR EACH ROW EXECUTE FUNCTION restrict_session();

CREATE FUNCTION spread_restriction() RETURNS trigger LANGUAGE plpgsql AS
E'BEGIN
  UPDATE review_cases SET is_restricted = NEW.is_restricted WHERE session_pk = NEW.pk\073
  UPDATE session_tags SET is_restricted = NEW.is_restricted WHERE session_pk = NEW.pk\073
  RETURN NULL\073
END\073';

CREATE TRIGGER sessions_spread_restriction AFTER UPDATE ON "sessions"
  FOR EACH ROW WHEN (OLD.is_restricted IS DISTINCT FROM NEW.is_restricted) EXECUTE FUNCTION spread_restriction();

-- Nobody may take a case while its session is restricted.
CREATE OR REPLACE FUNCTION place_case() RETURNS trigger LANGUAGE plpgsql AS
E'BEGIN
  IF TG_OP = ''INSERT'' THEN
    NEW.is_restricted := coalesce((SELECT s.is_restricted FROM sessions s WHERE s.pk = NEW.session_pk), false)\073
  END IF\073
  NEW.queued_at := coalesce(NEW.entered_review_at, NEW.created_at)\073
  NEW.claimable_at := CASE WHEN NEW.status = ''open'' AND NEW.assigned_to IS NULL AND NEW.snoozed_until IS NULL
    AND NOT NEW.is_restricted THEN NEW.queued_at END\073
  RETURN NEW\073
END\073';

CREATE OR REPLACE FUNCTION case_places(c "review_cases") RETURNS text[] LANGUAGE sql IMMUTABLE AS
E'SELECT CASE
    WHEN c.status IN (''approved'', ''rejected'') OR c.is_restricted THEN ''{}''::text[]
    WHEN c.status IN (''pending_second_review'', ''escalated'') THEN ARRAY[''all'', c.status::text]
    WHEN c.claimable_at IS NOT NULL THEN ARRAY[''all'', ''unassigned'']
    ELSE ARRAY[''all''] END';

UPDATE "sessions" SET "restricted_at" = "restricted_at" WHERE "restricted_at" IS NOT NULL;
