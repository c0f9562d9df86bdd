-- The last day on which a law keeps a session is a day. It was kept as midnight UTC of it.
ALTER TABLE "sessions" RENAME COLUMN "restricted_until" TO "restricted_until_on";
ALTER TABLE "sessions" ALTER COLUMN "restricted_until_on" TYPE DATE USING ("restricted_until_on" AT TIME ZONE 'UTC')::date;

-- What day it is where an organization is.
CREATE FUNCTION today_of(organization_pk bigint, environment "Environment") RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS
'SELECT (now() AT TIME ZONE coalesce((SELECT s.time_zone FROM request_settings s
  WHERE s.organization_pk = $1 AND s.environment = $2), ''UTC''))::date';
