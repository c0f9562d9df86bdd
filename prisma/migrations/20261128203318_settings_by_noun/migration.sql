-- One row of settings becomes one for each noun, and lists in JSON become tables.
CREATE TABLE "review_settings" (
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "dual_review" BOOLEAN NOT NULL DEFAULT false,
    "blind_second_review" BOOLEAN NOT NULL DEFAULT true,
    "approval_needs_hits" BOOLEAN NOT NULL DEFAULT true,
    "minimum_age" INTEGER,
    "sla_warn_minutes" INTEGER NOT NULL DEFAULT 240,
    "sla_breach_minutes" INTEGER NOT NULL DEFAULT 1440,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "review_settings_pkey" PRIMARY KEY ("organization_pk","environment")
);

CREATE TABLE "routing_rules" (
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "queue" TEXT NOT NULL,
    "priority" "CasePriority",
    "min_risk_score" INTEGER,
    "signals" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "document_types" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "countries" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "routing_rules_pkey" PRIMARY KEY ("organization_pk","environment","position")
);

CREATE TABLE "retention_settings" (
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "sensitive_data_retention_days" INTEGER,
    "data_retention_days" INTEGER,
    "auto_redact_on_retention_expiry" BOOLEAN NOT NULL DEFAULT false,
    "keep_deliveries_days" INTEGER DEFAULT 90,
    "keep_links_days" INTEGER DEFAULT 30,
    "keep_packages_days" INTEGER DEFAULT 30,
    "keep_requests_days" INTEGER DEFAULT 1095,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "retention_settings_pkey" PRIMARY KEY ("organization_pk","environment")
);

CREATE TABLE "retention_overrides" (
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "document_type" TEXT NOT NULL,
    "sensitive_data_retention_days" INTEGER,
    "data_retention_days" INTEGER,

    CONSTRAINT "retention_overrides_pkey" PRIMARY KEY ("organization_pk","environment","document_type")
);

CREATE TABLE "request_settings" (
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "jurisdiction" "Jurisdiction" NOT NULL DEFAULT 'gdpr',
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "holiday_place" TEXT,
    "holidays" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "profiles" JSONB NOT NULL DEFAULT '{}',
    "record" JSONB NOT NULL DEFAULT '{}',
    "four_eyes" BOOLEAN NOT NULL DEFAULT false,
    "suspicion_keys" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "suspicion_tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "ask_is_open" BOOLEAN NOT NULL DEFAULT false,
    "ask_text" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "request_settings_pkey" PRIMARY KEY ("organization_pk","environment")
);

ALTER TABLE "review_settings" ADD CONSTRAINT "review_settings_organization_pk_environment_fkey" FOREIGN KEY ("organization_pk", "environment") REFERENCES "settings"("organization_pk", "environment") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "routing_rules" ADD CONSTRAINT "routing_rules_organization_pk_environment_fkey" FOREIGN KEY ("organization_pk", "environment") REFERENCES "review_settings"("organization_pk", "environment") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "retention_settings" ADD CONSTRAINT "retention_settings_organization_pk_environment_fkey" FOREIGN KEY ("organization_pk", "environment") REFERENCES "settings"("organization_pk", "environment") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "retention_overrides" ADD CONSTRAINT "retention_overrides_organization_pk_environment_fkey" FOREIGN KEY ("organization_pk", "environment") REFERENCES "retention_settings"("organization_pk", "environment") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "request_settings" ADD CONSTRAINT "request_settings_organization_pk_environment_fkey" FOREIGN KEY ("organization_pk", "environment") REFERENCES "settings"("organization_pk", "environment") ON DELETE CASCADE ON UPDATE CASCADE;

-- Each part begins with the version that the whole had: whoever has a page of settings open may still save it.
INSERT INTO "review_settings" (organization_pk, environment, dual_review, blind_second_review, approval_needs_hits, minimum_age, sla_warn_minutes, sla_breach_minutes, version, updated_at)
  SELECT organization_pk, environment, dual_review, blind_second_review, approval_needs_hits, minimum_age, sla_warn_minutes, sla_breach_minutes, version, updated_at FROM "settings";
INSERT INTO "routing_rules" (organization_pk, environment, position, name, queue, priority, min_risk_score, signals, document_types, countries, tags)
  SELECT organization_pk, environment, place - 1, rule ->> 'name', rule ->> 'queue', (rule ->> 'priority')::"CasePriority", (rule ->> 'minRiskScore')::integer,
    ARRAY(SELECT jsonb_array_elements_text(rule -> 'signals')), ARRAY(SELECT jsonb_array_elements_text(rule -> 'documentTypes')),
    ARRAY(SELECT jsonb_array_elements_text(rule -> 'countries')), ARRAY(SELECT jsonb_array_elements_text(rule -> 'tags'))
  FROM "settings", jsonb_array_elements(routing_rules) WITH ORDINALITY AS rules(rule, place);
INSERT INTO "retention_settings" (organization_pk, environment, sensitive_data_retention_days, data_retention_days, auto_redact_on_retention_expiry, keep_deliveries_days, keep_links_days, keep_packages_days, keep_requests_days, version, updated_at)
  SELECT organization_pk, environment, sensitive_data_retention_days, data_retention_days, auto_redact_on_retention_expiry, keep_deliveries_days, keep_links_days, keep_packages_days, keep_requests_days, version, updated_at FROM "settings";
INSERT INTO "retention_overrides" (organization_pk, environment, document_type, sensitive_data_retention_days, data_retention_days)
  SELECT organization_pk, environment, override ->> 'documentType', (override ->> 'sensitiveDataRetentionDays')::integer, (override ->> 'dataRetentionDays')::integer
  FROM "settings", jsonb_array_elements(retention_overrides) override;
INSERT INTO "request_settings" (organization_pk, environment, jurisdiction, time_zone, holiday_place, holidays, profiles, record, four_eyes, suspicion_keys, suspicion_tags, ask_is_open, ask_text, version, updated_at)
  SELECT organization_pk, environment, request_jurisdiction, request_time_zone, request_holiday_place, coalesce(request_holidays, ARRAY[]::text[]), request_profiles, processing_record, request_four_eyes,
    coalesce(suspicion_keys, ARRAY[]::text[]), coalesce(suspicion_tags, ARRAY[]::text[]), ask_is_open, ask_text, version, updated_at FROM "settings";

ALTER TABLE "settings" DROP COLUMN "approval_needs_hits",
DROP COLUMN "ask_is_open",
DROP COLUMN "ask_text",
DROP COLUMN "auto_redact_on_retention_expiry",
DROP COLUMN "blind_second_review",
DROP COLUMN "data_retention_days",
DROP COLUMN "dual_review",
DROP COLUMN "keep_deliveries_days",
DROP COLUMN "keep_links_days",
DROP COLUMN "keep_packages_days",
DROP COLUMN "keep_requests_days",
DROP COLUMN "minimum_age",
DROP COLUMN "processing_record",
DROP COLUMN "request_four_eyes",
DROP COLUMN "request_holiday_place",
DROP COLUMN "request_holidays",
DROP COLUMN "request_jurisdiction",
DROP COLUMN "request_profiles",
DROP COLUMN "request_time_zone",
DROP COLUMN "retention_overrides",
DROP COLUMN "routing_rules",
DROP COLUMN "sensitive_data_retention_days",
DROP COLUMN "sla_breach_minutes",
DROP COLUMN "sla_warn_minutes",
DROP COLUMN "suspicion_keys",
DROP COLUMN "suspicion_tags";

-- They read the JSON. The windows are joined from the tables now (lib/retention/run.ts).
DROP FUNCTION retention_days(jsonb, text, text, integer);
DROP FUNCTION least_retention_days(jsonb, text, integer);
