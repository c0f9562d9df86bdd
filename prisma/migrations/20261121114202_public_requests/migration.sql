-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "ask_is_open" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "ask_text" TEXT NOT NULL DEFAULT '';
