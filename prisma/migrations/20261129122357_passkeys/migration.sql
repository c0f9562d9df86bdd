-- AlterTable
ALTER TABLE "members" ADD COLUMN     "second_factor_since" TIMESTAMPTZ(3);

UPDATE "members" SET "second_factor_since" = "totp_since";

DROP TRIGGER members_door ON "members";
CREATE TRIGGER members_door AFTER UPDATE OF roles, removed_at, second_factor_since OR DELETE ON "members"
  FOR EACH ROW EXECUTE FUNCTION tell_door();

-- CreateTable
CREATE TABLE "passkeys" (
    "organization_pk" BIGINT NOT NULL,
    "member_pk" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    "credential_id" BYTEA NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL,
    "transports" TEXT[],
    "is_synced" BOOLEAN NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkeys_pkey" PRIMARY KEY ("organization_pk","id")
);

-- CreateTable
CREATE TABLE "passkey_challenges" (
    "digest" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "passkey_challenges_pkey" PRIMARY KEY ("digest")
);

-- CreateIndex
CREATE UNIQUE INDEX "passkeys_credential_id_key" ON "passkeys"("credential_id");

-- CreateIndex
CREATE INDEX "passkeys_organization_pk_member_pk_idx" ON "passkeys"("organization_pk", "member_pk");

-- CreateIndex
CREATE INDEX "passkey_challenges_expires_at_idx" ON "passkey_challenges"("expires_at");

-- AddForeignKey
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_organization_pk_member_pk_fkey" FOREIGN KEY ("organization_pk", "member_pk") REFERENCES "members"("organization_pk", "pk") ON DELETE RESTRICT ON UPDATE CASCADE;
