-- Invitations that exist are named by their number. No id of a new one has this form.
ALTER TABLE "invitations" ADD COLUMN "id" TEXT;
UPDATE "invitations" SET "id" = 'inv_' || "pk";
ALTER TABLE "invitations" ALTER COLUMN "id" SET NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "invitations_id_key" ON "invitations"("id");
