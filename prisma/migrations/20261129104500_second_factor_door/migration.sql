-- A member who loses a second factor that is required loses nearly every permission with it.
DROP TRIGGER members_door ON "members";
CREATE TRIGGER members_door AFTER UPDATE OF roles, removed_at, totp_since OR DELETE ON "members"
  FOR EACH ROW EXECUTE FUNCTION tell_door();
