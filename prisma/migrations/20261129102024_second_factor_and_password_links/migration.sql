-- DropIndex
DROP INDEX "members_organization_pk_idx";

-- AlterTable
ALTER TABLE "members" ADD COLUMN     "totp_sealed" BYTEA,
ADD COLUMN     "totp_since" TIMESTAMPTZ(3),
ADD COLUMN     "totp_step" BIGINT;

-- CreateTable
CREATE TABLE "recovery_codes" (
    "organization_pk" BIGINT NOT NULL,
    "member_pk" BIGINT NOT NULL,
    "digest" BYTEA NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("organization_pk","member_pk","digest")
);

-- CreateTable
CREATE TABLE "password_links" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "member_pk" BIGINT NOT NULL,
    "token_digest" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "password_links_pkey" PRIMARY KEY ("pk")
);

-- CreateIndex
CREATE UNIQUE INDEX "password_links_token_digest_key" ON "password_links"("token_digest");

-- CreateIndex
CREATE INDEX "password_links_member_pk_idx" ON "password_links"("member_pk");

-- CreateIndex
CREATE UNIQUE INDEX "members_organization_pk_pk_key" ON "members"("organization_pk", "pk");

-- AddForeignKey
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_organization_pk_member_pk_fkey" FOREIGN KEY ("organization_pk", "member_pk") REFERENCES "members"("organization_pk", "pk") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "password_links" ADD CONSTRAINT "password_links_organization_pk_member_pk_fkey" FOREIGN KEY ("organization_pk", "member_pk") REFERENCES "members"("organization_pk", "pk") ON DELETE RESTRICT ON UPDATE CASCADE;
