-- AlterTable
ALTER TABLE "sign_ins" ADD COLUMN     "provider_session" JSONB;

-- AlterTable
ALTER TABLE "sso_connections" ADD COLUMN     "end_session_reply_url" TEXT,
ADD COLUMN     "sealed_signing_key" BYTEA,
ADD COLUMN     "signing_certificate" TEXT;
