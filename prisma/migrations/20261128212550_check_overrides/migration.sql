-- A list of texts that was JSON. Where there was none, the list is empty.
ALTER TABLE "sessions" RENAME COLUMN "check_overrides" TO "check_overrides_json";
ALTER TABLE "sessions" ADD COLUMN "check_overrides" TEXT[] DEFAULT ARRAY[]::TEXT[];
UPDATE "sessions" SET "check_overrides" = ARRAY(SELECT jsonb_array_elements_text("check_overrides_json"))
  WHERE jsonb_typeof("check_overrides_json") = 'array';
ALTER TABLE "sessions" DROP COLUMN "check_overrides_json";
