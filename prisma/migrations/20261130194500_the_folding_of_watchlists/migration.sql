-- By which rules the names of the current version were folded. Lists that are loaded already have the first ones.
ALTER TABLE "watchlists" ADD COLUMN     "folding" INTEGER NOT NULL DEFAULT 1;
