-- CreateEnum
CREATE TYPE "ViewList" AS ENUM ('sessions', 'cases', 'identities', 'requests', 'hits');

-- CreateTable
CREATE TABLE "saved_views" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "id" TEXT NOT NULL,
    "list" "ViewList" NOT NULL,
    "member_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "is_shared" BOOLEAN NOT NULL DEFAULT false,
    "content" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("organization_pk","environment","pk")
);

-- CreateIndex
CREATE INDEX "saved_views_organization_pk_environment_member_id_list_idx" ON "saved_views"("organization_pk", "environment", "member_id", "list");

-- CreateIndex
CREATE INDEX "saved_views_organization_pk_environment_list_is_shared_idx" ON "saved_views"("organization_pk", "environment", "list", "is_shared");

-- CreateIndex
CREATE UNIQUE INDEX "saved_views_organization_pk_environment_id_key" ON "saved_views"("organization_pk", "environment", "id");
