-- What is told to the vendors of sessions that came from them: decisions and redactions.
CREATE TYPE "SourceReportKind" AS ENUM ('decision', 'redaction');
CREATE TYPE "SourceReportState" AS ENUM ('pending', 'delivered', 'failed');

ALTER TABLE "sources" ADD COLUMN     "reported_at" TIMESTAMPTZ(3),
ADD COLUMN     "next_report_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

CREATE TABLE "source_reports" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "source_pk" BIGINT NOT NULL,
    "vendor_id" TEXT NOT NULL,
    "kind" "SourceReportKind" NOT NULL,
    "decision" "CaseDecision",
    "happened_at" TIMESTAMPTZ(3) NOT NULL,
    "state" "SourceReportState" NOT NULL DEFAULT 'pending',
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "leased_until" TIMESTAMPTZ(3),
    "leased_by" UUID,
    "last_error" TEXT,
    "delivered_at" TIMESTAMPTZ(3),

    CONSTRAINT "source_reports_pkey" PRIMARY KEY ("organization_pk","environment","pk")
);

CREATE UNIQUE INDEX "source_reports_organization_pk_environment_source_pk_vendor_key" ON "source_reports"("organization_pk", "environment", "source_pk", "vendor_id", "kind", "happened_at");
CREATE INDEX "source_reports_organization_pk_environment_source_pk_next_t_idx" ON "source_reports"("organization_pk", "environment", "source_pk", "next_try_at");

ALTER TABLE "source_reports" ADD CONSTRAINT "source_reports_organization_pk_environment_source_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "source_pk") REFERENCES "sources"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- Redactions since a moment, to be told to the vendor.
CREATE INDEX "sessions_redacted_since" ON "sessions"("organization_pk", "environment", "redacted_at") WHERE "redacted_at" IS NOT NULL;
