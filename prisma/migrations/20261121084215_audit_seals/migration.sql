-- The number of a transaction, for the order in which events are sealed. The constant is raised when the database was
-- restored on another server, whose transactions count from the beginning again (docs/decisions/0017).
CREATE FUNCTION audit_transaction(id xid8) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
'SELECT id::text::bigint + 0';

-- AlterTable
ALTER TABLE "audit_events" ADD COLUMN     "transaction_id" BIGINT NOT NULL DEFAULT audit_transaction(pg_current_xact_id());

-- CreateTable
CREATE TABLE "audit_seals" (
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "number" INTEGER NOT NULL,
    "previous" BYTEA NOT NULL,
    "first_sequence" BIGINT NOT NULL,
    "last_transaction" BIGINT NOT NULL,
    "last_sequence" BIGINT NOT NULL,
    "count" INTEGER NOT NULL,
    "root" BYTEA NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL,
    "hash" BYTEA NOT NULL,
    "signature" BYTEA NOT NULL,
    "leaves" BYTEA NOT NULL,

    CONSTRAINT "audit_seals_pkey" PRIMARY KEY ("organization_pk","environment","number")
);

-- CreateTable
CREATE TABLE "audit_prunings" (
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "through_seal" INTEGER NOT NULL,
    "pruned_at" TIMESTAMPTZ(3) NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "audit_prunings_pkey" PRIMARY KEY ("organization_pk","environment","through_seal")
);

-- CreateTable
CREATE TABLE "audit_verifications" (
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "requested_by" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "seals" INTEGER NOT NULL DEFAULT 0,
    "events" BIGINT NOT NULL DEFAULT 0,
    "report" JSONB,

    CONSTRAINT "audit_verifications_pkey" PRIMARY KEY ("organization_pk","environment")
);

-- CreateTable
CREATE TABLE "audit_checkpoints" (
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "place" TEXT NOT NULL,
    "seal_number" INTEGER NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_checkpoints_pkey" PRIMARY KEY ("organization_pk","environment","place")
);

-- CreateIndex
CREATE INDEX "audit_events_organization_pk_environment_transaction_id_seq_idx" ON "audit_events"("organization_pk", "environment", "transaction_id", "sequence");

-- What is searched in an event, as words: punctuation parts them, so that a part of an id or an address is found.
CREATE FUNCTION audit_words(e "audit_events") RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
'SELECT to_tsvector(''simple''::regconfig, translate(
   e.type || '' '' || e.actor_name || '' '' || e.actor_id || '' '' || e.id || '' '' || coalesce(e.resource_type, '''') || '' '' ||
   coalesce(e.resource_id, '''') || '' '' || coalesce(e.ip_address, '''') || '' '' || e.metadata::text,
   ''._-/@:{}"[],+'', ''             ''))';

CREATE INDEX "audit_events_words" ON "audit_events" USING gin (audit_words("audit_events".*));

-- An event may go only when a signed pruning released the seal it is in.
CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
E'BEGIN
  IF TG_OP = ''DELETE'' AND TG_TABLE_NAME = ''audit_events'' THEN
    IF EXISTS (
      SELECT 1 FROM audit_prunings p JOIN audit_seals s USING (organization_pk, environment)
      WHERE organization_pk = OLD.organization_pk AND environment = OLD.environment AND s.number = p.through_seal
        AND (s.last_transaction, s.last_sequence) >= (OLD.transaction_id, OLD.sequence)) THEN
      RETURN OLD\073
    END IF\073
  END IF\073
  RAISE EXCEPTION ''% is append-only'', TG_TABLE_NAME USING ERRCODE = ''insufficient_privilege''\073
END\073';

CREATE TRIGGER audit_seals_append_only BEFORE UPDATE OR DELETE ON "audit_seals"
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_seals_no_truncate BEFORE TRUNCATE ON "audit_seals"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_prunings_append_only BEFORE UPDATE OR DELETE ON "audit_prunings"
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_prunings_no_truncate BEFORE TRUNCATE ON "audit_prunings"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
