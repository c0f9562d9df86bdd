-- AlterTable
ALTER TABLE "request_matches" ADD COLUMN     "outcome_before" "ResultStatus";
