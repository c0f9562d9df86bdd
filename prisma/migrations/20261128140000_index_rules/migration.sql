-- The rules by which names, numbers and phones are indexed have changed: a job makes all digests anew from values
-- that are still there. A listed value that has gone with its session keeps the digests that it has.
UPDATE "sessions" SET "index_version" = 1 WHERE "index_version" > 1;
UPDATE "requests" SET "index_version" = 1 WHERE "index_version" > 1;
UPDATE "list_entries" SET "index_version" = 1 WHERE "index_version" > 1 AND "sealed" IS NOT NULL;
