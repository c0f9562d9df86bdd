-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "email" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "language" "Language" NOT NULL DEFAULT 'en',
ADD COLUMN     "officer_address" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "officer_email" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "officer_name" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "phone" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "postal_address" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "time_zone" TEXT NOT NULL DEFAULT 'UTC',
ADD COLUMN     "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "website" TEXT NOT NULL DEFAULT '';

-- What the settings for requests said of the organization becomes its own. Where live and sandbox differ, live is
-- right. What live does not say is taken from sandbox.
CREATE FUNCTION pg_temp.told(name TEXT, of BIGINT) RETURNS TEXT LANGUAGE sql AS $$
  SELECT coalesce((SELECT btrim("record" ->> name, E' \t\r\n') FROM "request_settings"
    WHERE "organization_pk" = of AND btrim("record" ->> name, E' \t\r\n') <> ''
    ORDER BY "environment" = 'live' DESC LIMIT 1), '')
$$;

UPDATE "organizations" o SET
  "time_zone" = coalesce((SELECT "time_zone" FROM "request_settings"
    WHERE "organization_pk" = o."pk" ORDER BY "time_zone" = 'UTC', "environment" = 'live' DESC LIMIT 1), 'UTC'),
  "postal_address" = pg_temp.told('controller', o."pk");

-- A contact was one free text. One that is not an address of mail or a page, or a number, stays with the address.
UPDATE "organizations" o SET
  "email" = CASE WHEN c.text ~ '^[^@\s,]+@[^@\s,]+\.[^@\s,]+$' THEN c.text ELSE '' END,
  "website" = CASE WHEN c.text ~* '^https?://\S+$' THEN c.text ELSE '' END,
  "phone" = CASE WHEN c.text ~ '^\+?[0-9 ()/.-]{6,40}$' THEN c.text ELSE '' END
FROM (SELECT "pk", pg_temp.told('contact', "pk") AS text FROM "organizations") c WHERE c."pk" = o."pk";

UPDATE "organizations" o SET "postal_address" = concat_ws(E'\n', nullif(o."postal_address", ''), c.text)
FROM (SELECT "pk", pg_temp.told('contact', "pk") AS text FROM "organizations") c
WHERE c."pk" = o."pk" AND c.text <> '' AND o."email" = '' AND o."website" = '' AND o."phone" = ''
  AND position(c.text IN o."postal_address") = 0;

UPDATE "organizations" o SET
  "officer_email" = CASE WHEN c.text ~ '^[^@\s,]+@[^@\s,]+\.[^@\s,]+$' THEN c.text ELSE '' END,
  "officer_address" = CASE WHEN c.text ~ '^[^@\s,]+@[^@\s,]+\.[^@\s,]+$' THEN '' ELSE c.text END
FROM (SELECT "pk", pg_temp.told('dataProtectionOfficer', "pk") AS text FROM "organizations") c
WHERE c."pk" = o."pk";

UPDATE "request_settings" SET "record" = "record" - 'controller' - 'contact' - 'dataProtectionOfficer'
WHERE jsonb_typeof("record") = 'object';

-- What day it is where an organization is.
DROP FUNCTION today_of(bigint, "Environment");
CREATE FUNCTION today_of(organization_pk bigint) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS
'SELECT (now() AT TIME ZONE coalesce((SELECT o.time_zone FROM organizations o WHERE o.pk = $1), ''UTC''))::date';

-- AlterTable
ALTER TABLE "request_settings" DROP COLUMN "time_zone";

-- CreateTable
CREATE TABLE "organization_logos" (
    "organization_pk" BIGINT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "digest" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,

    CONSTRAINT "organization_logos_pkey" PRIMARY KEY ("organization_pk")
);

-- AddForeignKey
ALTER TABLE "organization_logos" ADD CONSTRAINT "organization_logos_organization_pk_fkey" FOREIGN KEY ("organization_pk") REFERENCES "organizations"("pk") ON DELETE CASCADE ON UPDATE CASCADE;
