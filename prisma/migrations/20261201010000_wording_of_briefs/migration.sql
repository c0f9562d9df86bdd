-- Whether members may have briefs of cases worded by the model of the installation. Off until an admin decides.
ALTER TABLE "review_settings" ADD COLUMN     "brief_wording" BOOLEAN NOT NULL DEFAULT false;
