-- CreateTable
CREATE TABLE "api_key_usage" (
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "api_key_pk" BIGINT NOT NULL,
    "day" DATE NOT NULL,
    "calls" BIGINT NOT NULL,

    CONSTRAINT "api_key_usage_pkey" PRIMARY KEY ("organization_pk","environment","api_key_pk","day")
);
