-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "keep_deliveries_days" INTEGER DEFAULT 90,
ADD COLUMN     "keep_links_days" INTEGER DEFAULT 30,
ADD COLUMN     "keep_packages_days" INTEGER DEFAULT 30,
ADD COLUMN     "keep_requests_days" INTEGER DEFAULT 1095,
ADD COLUMN     "retention_overrides" JSONB NOT NULL DEFAULT '[]';

-- The window of a document type, where there is one. A null in it keeps without a limit.
CREATE FUNCTION retention_days(overrides jsonb, document_type text, name text, general integer) RETURNS integer
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
'SELECT CASE WHEN found IS NULL THEN general ELSE (found ->> name)::integer END
 FROM (SELECT (SELECT e FROM jsonb_array_elements(overrides) e WHERE e ->> ''documentType'' = document_type LIMIT 1) AS found) o';

-- The shortest window of all.
CREATE FUNCTION least_retention_days(overrides jsonb, name text, general integer) RETURNS integer
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
'SELECT least(general, (SELECT min((e ->> name)::integer) FROM jsonb_array_elements(overrides) e))';
