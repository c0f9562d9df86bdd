-- AlterTable
ALTER TABLE "requests" ADD COLUMN     "language" "LetterLanguage" NOT NULL DEFAULT 'en';
