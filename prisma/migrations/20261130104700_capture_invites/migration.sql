-- AlterEnum
ALTER TYPE "MailKind" ADD VALUE 'capture_invite';
