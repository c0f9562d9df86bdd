-- AlterTable
ALTER TABLE "webhook_endpoints" ADD COLUMN     "attribute_blocklist" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "event_filter_conditions" JSONB;
