-- AlterTable
ALTER TABLE "webhook_endpoints" ADD COLUMN     "attribute_blocklist" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "event_filter_conditions" JSONB;

-- AlterTable
ALTER TABLE "identities" ADD COLUMN     "sealed" BYTEA;

-- AlterTable
ALTER TABLE "list_marks" ADD COLUMN     "sealed" BYTEA;
