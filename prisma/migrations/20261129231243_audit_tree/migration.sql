-- CreateTable
CREATE TABLE "audit_tree_leaves" (
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "number" INTEGER NOT NULL,
    "nodes" BYTEA NOT NULL,

    CONSTRAINT "audit_tree_leaves_pkey" PRIMARY KEY ("organization_pk","environment","number")
);

CREATE TRIGGER audit_tree_leaves_append_only BEFORE UPDATE OR DELETE ON "audit_tree_leaves"
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_tree_leaves_no_truncate BEFORE TRUNCATE ON "audit_tree_leaves"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
