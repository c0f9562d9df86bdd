-- pg_trgm leaves out the letters that the locale of the database does not know: with C, all but A to Z. The program
-- makes the trigrams itself. The extension stays, because only its owner may drop it.
ALTER TABLE "watchlist_names" ADD COLUMN     "trigrams" TEXT[];

UPDATE "watchlist_names" n SET "trigrams" = ARRAY(
    SELECT DISTINCT substr('  ' || word || ' ', at, 3)
    FROM unnest(string_to_array(n."folded", ' ')) AS word, generate_series(1, char_length(word) + 1) AS at);

-- DropIndex
DROP INDEX "watchlist_names_folded_idx";

-- CreateIndex
CREATE INDEX "watchlist_names_trigrams_idx" ON "watchlist_names" USING GIN ("trigrams");

-- Checks that are monitored now are compared once more: which versions they were compared with is sealed.
ALTER TABLE "screening_checks" ADD COLUMN     "seen_lists" TEXT[];

-- DropIndex
DROP INDEX "screening_checks_is_run_here_monitoring_enabled_organizatio_idx";

-- CreateIndex
CREATE INDEX "screening_checks_is_run_here_monitoring_enabled_organizatio_idx" ON "screening_checks"("is_run_here", "monitoring_enabled", "organization_pk", "environment", "check_type");

-- A list that is deleted ended the monitoring of those who were narrowed to it.
UPDATE "identities" i SET "monitored_lists" = ARRAY(
    SELECT listed FROM unnest(i."monitored_lists") AS listed
    WHERE i."status" NOT IN ('redacted', 'merged') AND EXISTS (
        SELECT 1 FROM "watchlists" w WHERE w."organization_pk" = i."organization_pk"
            AND w."environment" = i."environment" AND w."id" = listed))
WHERE cardinality(i."monitored_lists") > 0;
