-- CreateEnum
CREATE TYPE "AgentRole" AS ENUM ('agent', 'parent');

-- AlterTable
ALTER TABLE "requests" ADD COLUMN     "agent_proof_seen_on" DATE,
ADD COLUMN     "agent_proven_at" TIMESTAMPTZ(3),
ADD COLUMN     "agent_proven_by" TEXT,
ADD COLUMN     "agent_role" "AgentRole",
ADD COLUMN     "reopened_at" TIMESTAMPTZ(3);
