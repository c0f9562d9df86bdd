-- AlterTable
ALTER TABLE "identities" ADD COLUMN     "merged_at" TIMESTAMPTZ(3),
ADD COLUMN     "merged_into_pk" BIGINT;

-- CreateIndex
CREATE INDEX "identities_merged_into_pk_idx" ON "identities"("merged_into_pk");

-- AddForeignKey
ALTER TABLE "identities" ADD CONSTRAINT "identities_organization_pk_environment_merged_into_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "merged_into_pk") REFERENCES "identities"("organization_pk", "environment", "pk") ON DELETE NO ACTION ON UPDATE CASCADE;

-- A session of a merged identity belongs to the one that it was merged into, also when it was written while the merge
-- ran: the lock waits for the merge, which locks the identity FOR UPDATE.
CREATE FUNCTION follow_merged_identity() RETURNS trigger LANGUAGE plpgsql AS
E'DECLARE
  into_pk BIGINT\073
BEGIN
  SELECT merged_into_pk INTO into_pk FROM identities
    WHERE organization_pk = NEW.organization_pk AND environment = NEW.environment AND pk = NEW.identity_pk
    FOR KEY SHARE\073
  NEW.identity_pk := coalesce(into_pk, NEW.identity_pk)\073
  RETURN NEW\073
END\073';

CREATE TRIGGER sessions_follow_merged BEFORE INSERT OR UPDATE OF identity_pk ON "sessions"
  FOR EACH ROW WHEN (NEW.identity_pk IS NOT NULL) EXECUTE FUNCTION follow_merged_identity();
