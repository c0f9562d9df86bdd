-- CreateEnum
CREATE TYPE "witness_problem" AS ENUM ('unreachable', 'unknown_log', 'wrong_key', 'not_consistent', 'ahead', 'no_signature', 'unexpected');

-- CreateTable
CREATE TABLE "audit_witnesses" (
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "witness" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "size" INTEGER NOT NULL DEFAULT 0,
    "root" BYTEA,
    "line" TEXT,
    "cosigned_at" TIMESTAMPTZ(3),
    "since" TIMESTAMPTZ(3),
    "problem" "witness_problem",
    "problem_since" TIMESTAMPTZ(3),

    CONSTRAINT "audit_witnesses_pkey" PRIMARY KEY ("organization_pk","environment","witness")
);
