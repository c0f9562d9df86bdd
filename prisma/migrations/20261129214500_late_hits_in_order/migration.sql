-- A hit that came after the decision was found when it arrived: lists order and filter it by that time.
CREATE OR REPLACE FUNCTION place_hit() RETURNS trigger LANGUAGE plpgsql AS
E'BEGIN
  SELECT c.id || ''/'' || NEW.position, coalesce(NEW.arrived_at, c.created_at),
      coalesce(NOT s.is_restricted AND s.retention_status <> ''redacted'', false)
    INTO NEW.id, NEW.created_at, NEW.is_listed
    FROM screening_checks c LEFT JOIN sessions s ON s.organization_pk = c.organization_pk
      AND s.environment = c.environment AND s.pk = c.session_pk
    WHERE c.organization_pk = NEW.organization_pk AND c.environment = NEW.environment AND c.pk = NEW.check_pk\073
  RETURN NEW\073
END\073';

UPDATE screening_hits SET created_at = arrived_at WHERE arrived_at IS NOT NULL;
