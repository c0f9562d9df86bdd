-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "suspicion_keys" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "suspicion_tags" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "request_marks" (
    "pk" BIGSERIAL NOT NULL,
    "request_pk" BIGINT NOT NULL,
    "session_pk" BIGINT NOT NULL,
    "remark" TEXT NOT NULL,
    "marked_by" TEXT NOT NULL,
    "marked_at" TIMESTAMPTZ(3) NOT NULL,
    "sealed" BYTEA,

    CONSTRAINT "request_marks_pkey" PRIMARY KEY ("pk")
);

-- CreateIndex
CREATE INDEX "request_marks_session_pk_idx" ON "request_marks"("session_pk");

-- CreateIndex
CREATE UNIQUE INDEX "request_marks_request_pk_session_pk_remark_key" ON "request_marks"("request_pk", "session_pk", "remark");

-- AddForeignKey
ALTER TABLE "request_marks" ADD CONSTRAINT "request_marks_request_pk_fkey" FOREIGN KEY ("request_pk") REFERENCES "requests"("pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_marks" ADD CONSTRAINT "request_marks_session_pk_fkey" FOREIGN KEY ("session_pk") REFERENCES "sessions"("pk") ON DELETE CASCADE ON UPDATE CASCADE;
