-- CreateTable
CREATE TABLE "task_dismissals" (
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "task" TEXT NOT NULL,
    "dismissed_by" TEXT NOT NULL,
    "dismissed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "task_dismissals_pkey" PRIMARY KEY ("organization_pk","environment","task")
);
