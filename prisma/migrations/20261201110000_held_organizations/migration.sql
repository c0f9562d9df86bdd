-- An organization that moves to another database is held: nothing of it is written until the move has ended. One that
-- has moved stays held where it was, and says where it went.
ALTER TABLE "organizations" ADD COLUMN     "held_at" TIMESTAMPTZ(3),
ADD COLUMN     "moved_to" INTEGER;
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_moved_is_held" CHECK ("moved_to" IS NULL OR "held_at" IS NOT NULL);

-- The move adds triggers with this function to the tables of tenants, for one organization, and drops them afterwards.
CREATE FUNCTION refuse_held() RETURNS trigger LANGUAGE plpgsql AS
E'BEGIN
  IF EXISTS (SELECT 1 FROM organizations WHERE pk = TG_ARGV[0]::bigint AND held_at IS NOT NULL)
    AND coalesce(current_setting(''countersign.moving'', true), '''') <> ''on'' THEN
    RAISE EXCEPTION ''organization is held'' USING ERRCODE = ''CSH01''\073
  END IF\073
  IF TG_OP = ''DELETE'' THEN RETURN OLD\073 END IF\073
  RETURN NEW\073
END\073';
