-- CreateTable
CREATE TABLE "request_notes" (
    "pk" BIGSERIAL NOT NULL,
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "request_pk" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    "written_by" TEXT NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,
    "sealed" BYTEA,

    CONSTRAINT "request_notes_pkey" PRIMARY KEY ("organization_pk","environment","pk")
);

-- CreateIndex
CREATE INDEX "request_notes_request_pk_idx" ON "request_notes"("request_pk");

-- CreateIndex
CREATE UNIQUE INDEX "request_notes_organization_pk_environment_id_key" ON "request_notes"("organization_pk", "environment", "id");

-- AddForeignKey
ALTER TABLE "request_notes" ADD CONSTRAINT "request_notes_organization_pk_environment_request_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "request_pk") REFERENCES "requests"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;
