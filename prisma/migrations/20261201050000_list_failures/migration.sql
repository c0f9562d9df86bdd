-- Failures of a source's list are counted apart from those of its sessions.
ALTER TABLE "sources" ADD COLUMN     "list_failures" INTEGER NOT NULL DEFAULT 0;
