-- CreateTable
CREATE TABLE "scim_tokens" (
    "organization_pk" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    "connection_pk" BIGINT NOT NULL,
    "digest" BYTEA NOT NULL,
    "prefix" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "scim_tokens_pkey" PRIMARY KEY ("organization_pk","id")
);

-- CreateTable
CREATE TABLE "scim_users" (
    "organization_pk" BIGINT NOT NULL,
    "member_pk" BIGINT NOT NULL,
    "external_id" TEXT,
    "given_name" TEXT,
    "family_name" TEXT,
    "is_deleted" BOOLEAN NOT NULL DEFAULT false,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "scim_users_pkey" PRIMARY KEY ("organization_pk","member_pk")
);

-- CreateTable
CREATE TABLE "scim_groups" (
    "organization_pk" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    "connection_pk" BIGINT NOT NULL,
    "display_name" TEXT NOT NULL,
    "external_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "scim_groups_pkey" PRIMARY KEY ("organization_pk","id")
);

-- CreateTable
CREATE TABLE "scim_group_members" (
    "organization_pk" BIGINT NOT NULL,
    "group_id" TEXT NOT NULL,
    "member_pk" BIGINT NOT NULL,

    CONSTRAINT "scim_group_members_pkey" PRIMARY KEY ("organization_pk","group_id","member_pk")
);

-- CreateIndex
CREATE UNIQUE INDEX "scim_tokens_digest_key" ON "scim_tokens"("digest");

-- CreateIndex
CREATE UNIQUE INDEX "scim_groups_organization_pk_connection_pk_display_name_key" ON "scim_groups"("organization_pk", "connection_pk", "display_name");

-- AddForeignKey
ALTER TABLE "scim_tokens" ADD CONSTRAINT "scim_tokens_organization_pk_connection_pk_fkey" FOREIGN KEY ("organization_pk", "connection_pk") REFERENCES "sso_connections"("organization_pk", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scim_users" ADD CONSTRAINT "scim_users_organization_pk_member_pk_fkey" FOREIGN KEY ("organization_pk", "member_pk") REFERENCES "members"("organization_pk", "pk") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scim_groups" ADD CONSTRAINT "scim_groups_organization_pk_connection_pk_fkey" FOREIGN KEY ("organization_pk", "connection_pk") REFERENCES "sso_connections"("organization_pk", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scim_group_members" ADD CONSTRAINT "scim_group_members_organization_pk_group_id_fkey" FOREIGN KEY ("organization_pk", "group_id") REFERENCES "scim_groups"("organization_pk", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scim_group_members" ADD CONSTRAINT "scim_group_members_organization_pk_member_pk_fkey" FOREIGN KEY ("organization_pk", "member_pk") REFERENCES "members"("organization_pk", "pk") ON DELETE RESTRICT ON UPDATE CASCADE;
