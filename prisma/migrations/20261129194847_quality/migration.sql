-- AlterTable
ALTER TABLE "review_settings" ADD COLUMN     "second_look_percent" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "second_looks" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "case_pk" BIGINT NOT NULL,
    "snapshot_pk" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    "first_reviewer" TEXT NOT NULL,
    "first_outcome" "CaseDecision" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_by" TEXT,
    "taken_at" TIMESTAMPTZ(3),
    "outcome" "CaseDecision",
    "reason_code" TEXT,
    "given_at" TIMESTAMPTZ(3),
    "sealed" BYTEA,

    CONSTRAINT "second_looks_pkey" PRIMARY KEY ("organization_pk","environment","pk")
);

-- CreateIndex
CREATE INDEX "second_looks_organization_pk_environment_given_at_created_a_idx" ON "second_looks"("organization_pk", "environment", "given_at", "created_at");

-- CreateIndex
CREATE INDEX "second_looks_organization_pk_environment_created_at_idx" ON "second_looks"("organization_pk", "environment", "created_at");

-- CreateIndex
CREATE INDEX "second_looks_organization_pk_environment_first_reviewer_cre_idx" ON "second_looks"("organization_pk", "environment", "first_reviewer", "created_at");

-- CreateIndex
CREATE INDEX "second_looks_case_pk_idx" ON "second_looks"("case_pk");

-- CreateIndex
CREATE UNIQUE INDEX "second_looks_organization_pk_environment_snapshot_pk_key" ON "second_looks"("organization_pk", "environment", "snapshot_pk");

-- CreateIndex
CREATE UNIQUE INDEX "second_looks_organization_pk_environment_id_key" ON "second_looks"("organization_pk", "environment", "id");

-- AddForeignKey
ALTER TABLE "second_looks" ADD CONSTRAINT "second_looks_organization_pk_environment_case_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "case_pk") REFERENCES "review_cases"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "second_looks" ADD CONSTRAINT "second_looks_organization_pk_environment_snapshot_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "snapshot_pk") REFERENCES "decision_snapshots"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;
