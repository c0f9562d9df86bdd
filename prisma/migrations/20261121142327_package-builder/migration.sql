-- AlterTable
ALTER TABLE "packages" ADD COLUMN     "builder" UUID;
