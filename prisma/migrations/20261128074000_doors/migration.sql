-- Whoever was let in and is still being answered, such as with an event stream or a download, is looked at again when
-- what let them in changes, whoever changes it.
CREATE FUNCTION tell_door() RETURNS trigger LANGUAGE plpgsql AS
E'BEGIN PERFORM pg_notify(''doors'', TG_TABLE_NAME || '' '' || OLD.id)\073 RETURN NULL\073 END\073';

CREATE TRIGGER api_keys_door AFTER UPDATE OF is_active, scopes, expires_at, allowed_ips OR DELETE ON "api_keys"
  FOR EACH ROW EXECUTE FUNCTION tell_door();
CREATE TRIGGER members_door AFTER UPDATE OF roles, removed_at OR DELETE ON "members"
  FOR EACH ROW EXECUTE FUNCTION tell_door();
CREATE TRIGGER sign_ins_door AFTER UPDATE OF revoked_at, expires_at OR DELETE ON "sign_ins"
  FOR EACH ROW EXECUTE FUNCTION tell_door();
CREATE TRIGGER delivery_links_door AFTER UPDATE OF revoked_at OR DELETE ON "delivery_links"
  FOR EACH ROW EXECUTE FUNCTION tell_door();
