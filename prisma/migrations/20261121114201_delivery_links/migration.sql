-- CreateTable
CREATE TABLE "delivery_links" (
    "pk" BIGSERIAL NOT NULL,
    "request_pk" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    "package_id" TEXT NOT NULL,
    "token_digest" BYTEA NOT NULL,
    "code_hash" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_at" TIMESTAMPTZ(3),
    "grant_digest" BYTEA,
    "delivered_at" TIMESTAMPTZ(3),
    "sha256" BYTEA,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT,

    CONSTRAINT "delivery_links_pkey" PRIMARY KEY ("pk")
);

-- CreateIndex
CREATE UNIQUE INDEX "delivery_links_id_key" ON "delivery_links"("id");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_links_token_digest_key" ON "delivery_links"("token_digest");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_links_grant_digest_key" ON "delivery_links"("grant_digest");

-- CreateIndex
CREATE INDEX "delivery_links_request_pk_idx" ON "delivery_links"("request_pk");

-- AddForeignKey
ALTER TABLE "delivery_links" ADD CONSTRAINT "delivery_links_request_pk_fkey" FOREIGN KEY ("request_pk") REFERENCES "requests"("pk") ON DELETE CASCADE ON UPDATE CASCADE;
