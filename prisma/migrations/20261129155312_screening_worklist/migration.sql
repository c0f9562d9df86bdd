-- AlterTable
ALTER TABLE "screening_hits" ADD COLUMN     "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "id" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "is_listed" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "screening_checks_organization_pk_environment_check_type_idx" ON "screening_checks"("organization_pk", "environment", "check_type");

-- CreateIndex
CREATE INDEX "screening_checks_organization_pk_environment_provider_idx" ON "screening_checks"("organization_pk", "environment", "provider");

-- CreateIndex
CREATE INDEX "screening_hits_organization_pk_environment_is_listed_create_idx" ON "screening_hits"("organization_pk", "environment", "is_listed", "created_at", "id");

-- CreateIndex
CREATE INDEX "screening_hits_organization_pk_environment_is_listed_is_dis_idx" ON "screening_hits"("organization_pk", "environment", "is_listed", "is_dismissed", "is_confirmed", "created_at", "id");
-- The worklist leaves out hits of restricted and of redacted sessions, whoever writes the rows.
UPDATE screening_hits h SET id = c.id || '/' || h.position, created_at = c.created_at,
    is_listed = coalesce((SELECT NOT s.is_restricted AND s.retention_status <> 'redacted' FROM sessions s
      WHERE s.organization_pk = c.organization_pk AND s.environment = c.environment AND s.pk = c.session_pk), false)
  FROM screening_checks c
  WHERE c.organization_pk = h.organization_pk AND c.environment = h.environment AND c.pk = h.check_pk;

CREATE FUNCTION place_hit() RETURNS trigger LANGUAGE plpgsql AS
E'BEGIN
  SELECT c.id || ''/'' || NEW.position, c.created_at,
      coalesce(NOT s.is_restricted AND s.retention_status <> ''redacted'', false)
    INTO NEW.id, NEW.created_at, NEW.is_listed
    FROM screening_checks c LEFT JOIN sessions s ON s.organization_pk = c.organization_pk
      AND s.environment = c.environment AND s.pk = c.session_pk
    WHERE c.organization_pk = NEW.organization_pk AND c.environment = NEW.environment AND c.pk = NEW.check_pk\073
  RETURN NEW\073
END\073';

CREATE TRIGGER screening_hits_place BEFORE INSERT ON "screening_hits"
  FOR EACH ROW EXECUTE FUNCTION place_hit();

CREATE FUNCTION list_hits() RETURNS trigger LANGUAGE plpgsql AS
E'BEGIN
  UPDATE screening_hits h SET is_listed = NOT NEW.is_restricted AND NEW.retention_status <> ''redacted''
    FROM screening_checks c
    WHERE c.organization_pk = NEW.organization_pk AND c.environment = NEW.environment AND c.session_pk = NEW.pk
      AND h.organization_pk = c.organization_pk AND h.environment = c.environment AND h.check_pk = c.pk\073
  RETURN NULL\073
END\073';

CREATE TRIGGER sessions_list_hits AFTER UPDATE ON "sessions"
  FOR EACH ROW WHEN (OLD.is_restricted IS DISTINCT FROM NEW.is_restricted
    OR OLD.retention_status IS DISTINCT FROM NEW.retention_status) EXECUTE FUNCTION list_hits();
