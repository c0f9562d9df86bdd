-- AlterTable
ALTER TABLE "requests" ADD COLUMN     "tells_open_reviews" BOOLEAN NOT NULL DEFAULT false;
