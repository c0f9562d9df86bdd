-- AlterTable
ALTER TABLE "identities" ADD COLUMN     "redacted_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "holds" ADD COLUMN     "identity_pk" BIGINT,
ADD COLUMN     "request_pk" BIGINT,
ALTER COLUMN "session_pk" DROP NOT NULL;

-- CreateIndex
CREATE INDEX "holds_identity_pk_idx" ON "holds"("identity_pk");

-- CreateIndex
CREATE INDEX "holds_request_pk_idx" ON "holds"("request_pk");

-- CreateIndex
CREATE INDEX "holds_organization_pk_environment_released_at_review_on_idx" ON "holds"("organization_pk", "environment", "released_at", "review_on");

-- AddForeignKey
ALTER TABLE "holds" ADD CONSTRAINT "holds_identity_pk_fkey" FOREIGN KEY ("identity_pk") REFERENCES "identities"("pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "holds" ADD CONSTRAINT "holds_request_pk_fkey" FOREIGN KEY ("request_pk") REFERENCES "requests"("pk") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "holds" ADD CONSTRAINT "holds_on_one" CHECK (num_nonnulls("session_pk", "identity_pk", "request_pk") = 1);
