-- AlterTable
ALTER TABLE "requests" ADD COLUMN     "acted_at" TIMESTAMPTZ(3),
ADD COLUMN     "lifted_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "request_matches" ADD COLUMN     "act" TEXT,
ADD COLUMN     "acted_at" TIMESTAMPTZ(3),
ADD COLUMN     "lifted_at" TIMESTAMPTZ(3);
