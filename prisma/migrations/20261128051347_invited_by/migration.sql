-- AlterTable
ALTER TABLE "invitations" ADD COLUMN     "invited_by" TEXT;
