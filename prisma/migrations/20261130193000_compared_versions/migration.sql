-- The version of a watchlist with which every monitored check has been compared, so that none is looked for again.
ALTER TABLE "watchlists" ADD COLUMN     "compared_version" INTEGER NOT NULL DEFAULT 0;
