-- AlterTable
ALTER TABLE "requests" ADD COLUMN     "data_from" DATE,
ADD COLUMN     "data_to" DATE;
