-- AlterTable
ALTER TABLE "sso_connections" ADD COLUMN     "certificates" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "sso_url" TEXT;

-- AlterTable
ALTER TABLE "sso_attempts" ADD COLUMN     "answer" JSONB,
ADD COLUMN     "request_id" TEXT;

-- CreateTable
CREATE TABLE "sso_assertions" (
    "organization_pk" BIGINT NOT NULL,
    "connection_pk" BIGINT NOT NULL,
    "assertion_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sso_assertions_pkey" PRIMARY KEY ("organization_pk","connection_pk","assertion_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "sso_attempts_organization_pk_request_id_key" ON "sso_attempts"("organization_pk", "request_id");

-- AddForeignKey
ALTER TABLE "sso_assertions" ADD CONSTRAINT "sso_assertions_organization_pk_connection_pk_fkey" FOREIGN KEY ("organization_pk", "connection_pk") REFERENCES "sso_connections"("organization_pk", "pk") ON DELETE CASCADE ON UPDATE CASCADE;
