-- No session is compared with values of these types when it arrives, so a list of them never blocked anybody. It says
-- now what it does.
UPDATE "lists" SET "match_mode" = 'flag', "updated_at" = now()
WHERE "match_mode" = 'block' AND "list_type" IN ('name', 'ip_address', 'country', 'string');
