-- AlterEnum
ALTER TYPE "ListType" ADD VALUE 'name';
ALTER TYPE "ListType" ADD VALUE 'email';
ALTER TYPE "ListType" ADD VALUE 'phone';
ALTER TYPE "ListType" ADD VALUE 'ip_address';
ALTER TYPE "ListType" ADD VALUE 'government_id';
ALTER TYPE "ListType" ADD VALUE 'country';
ALTER TYPE "ListType" ADD VALUE 'device_fingerprint';
ALTER TYPE "ListType" ADD VALUE 'face';
ALTER TYPE "ListType" ADD VALUE 'string';

-- AlterEnum
ALTER TYPE "MatchMode" ADD VALUE 'allow';

-- AlterEnum
ALTER TYPE "BlindIndexKind" ADD VALUE 'country';
ALTER TYPE "BlindIndexKind" ADD VALUE 'text';

-- AlterTable
ALTER TABLE "lists" ADD COLUMN     "archived_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "list_marks" (
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "entry_pk" BIGINT NOT NULL,
    "session_pk" BIGINT NOT NULL,
    "marked_by" TEXT NOT NULL,
    "marked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "list_marks_pkey" PRIMARY KEY ("organization_pk","environment","entry_pk","session_pk")
);

-- CreateIndex
CREATE INDEX "list_marks_session_pk_idx" ON "list_marks"("session_pk");

-- AddForeignKey
ALTER TABLE "list_marks" ADD CONSTRAINT "list_marks_organization_pk_environment_entry_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "entry_pk") REFERENCES "list_entries"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "list_marks" ADD CONSTRAINT "list_marks_organization_pk_environment_session_pk_fkey" FOREIGN KEY ("organization_pk", "environment", "session_pk") REFERENCES "sessions"("organization_pk", "environment", "pk") ON DELETE CASCADE ON UPDATE CASCADE;
