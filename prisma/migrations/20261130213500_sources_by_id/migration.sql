-- A vendor's notice names only the source.
DROP INDEX "sources_organization_pk_environment_id_key";
CREATE UNIQUE INDEX "sources_id_key" ON "sources"("id");
