-- CreateEnum
CREATE TYPE "SsoKind" AS ENUM ('oidc', 'saml');

-- AlterTable
ALTER TABLE "members" ADD COLUMN     "is_break_glass" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "sign_ins" ADD COLUMN     "connection_id" TEXT,
ADD COLUMN     "provider_asks_factor" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "sso_only" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "sso_connections" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" "SsoKind" NOT NULL,
    "name" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "client_id" TEXT,
    "sealed_secret" BYTEA,
    "end_session_url" TEXT,
    "groups_claim" TEXT NOT NULL DEFAULT 'groups',
    "default_roles" "Role"[] DEFAULT ARRAY[]::"Role"[],
    "creates_members" BOOLEAN NOT NULL DEFAULT false,
    "asks_second_factor" BOOLEAN NOT NULL DEFAULT false,
    "enabled" BOOLEAN NOT NULL DEFAULT false,
    "tested_at" TIMESTAMPTZ(3),
    "test_outcome" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sso_connections_pkey" PRIMARY KEY ("organization_pk","pk")
);

-- CreateTable
CREATE TABLE "sso_role_mappings" (
    "organization_pk" BIGINT NOT NULL,
    "connection_pk" BIGINT NOT NULL,
    "group" TEXT NOT NULL,
    "role" "Role" NOT NULL,

    CONSTRAINT "sso_role_mappings_pkey" PRIMARY KEY ("organization_pk","connection_pk","group","role")
);

-- CreateTable
CREATE TABLE "sso_domains" (
    "organization_pk" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "connection_pk" BIGINT,
    "token" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "verified_at" TIMESTAMPTZ(3),
    "verified_domain" TEXT,

    CONSTRAINT "sso_domains_pkey" PRIMARY KEY ("organization_pk","id")
);

-- CreateTable
CREATE TABLE "sso_identities" (
    "organization_pk" BIGINT NOT NULL,
    "connection_pk" BIGINT NOT NULL,
    "subject" TEXT NOT NULL,
    "member_pk" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sso_identities_pkey" PRIMARY KEY ("organization_pk","connection_pk","subject")
);

-- CreateTable
CREATE TABLE "sso_attempts" (
    "organization_pk" BIGINT NOT NULL,
    "digest" BYTEA NOT NULL,
    "connection_pk" BIGINT NOT NULL,
    "next_path" TEXT NOT NULL,
    "tested_by" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sso_attempts_pkey" PRIMARY KEY ("organization_pk","digest")
);

-- CreateIndex
CREATE UNIQUE INDEX "sso_connections_id_key" ON "sso_connections"("id");

-- CreateIndex
CREATE UNIQUE INDEX "sso_domains_verified_domain_key" ON "sso_domains"("verified_domain");

-- CreateIndex
CREATE UNIQUE INDEX "sso_domains_organization_pk_domain_key" ON "sso_domains"("organization_pk", "domain");

-- CreateIndex
CREATE UNIQUE INDEX "sso_identities_organization_pk_connection_pk_member_pk_key" ON "sso_identities"("organization_pk", "connection_pk", "member_pk");

-- AddForeignKey
ALTER TABLE "sso_role_mappings" ADD CONSTRAINT "sso_role_mappings_organization_pk_connection_pk_fkey" FOREIGN KEY ("organization_pk", "connection_pk") REFERENCES "sso_connections"("organization_pk", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sso_domains" ADD CONSTRAINT "sso_domains_organization_pk_connection_pk_fkey" FOREIGN KEY ("organization_pk", "connection_pk") REFERENCES "sso_connections"("organization_pk", "pk") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sso_identities" ADD CONSTRAINT "sso_identities_organization_pk_connection_pk_fkey" FOREIGN KEY ("organization_pk", "connection_pk") REFERENCES "sso_connections"("organization_pk", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sso_identities" ADD CONSTRAINT "sso_identities_organization_pk_member_pk_fkey" FOREIGN KEY ("organization_pk", "member_pk") REFERENCES "members"("organization_pk", "pk") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sso_attempts" ADD CONSTRAINT "sso_attempts_organization_pk_connection_pk_fkey" FOREIGN KEY ("organization_pk", "connection_pk") REFERENCES "sso_connections"("organization_pk", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- A sign-in whose provider no longer asks for a second factor loses nearly every permission with it.
DROP TRIGGER sign_ins_door ON "sign_ins";
CREATE TRIGGER sign_ins_door AFTER UPDATE OF revoked_at, expires_at, provider_asks_factor OR DELETE ON "sign_ins"
  FOR EACH ROW EXECUTE FUNCTION tell_door();
