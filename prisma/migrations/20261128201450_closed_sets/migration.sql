-- Words of which there are few become types of their own. This program wrote all of them, from the same few, except the
-- level of a signal, which came from outside.

CREATE TYPE "KeyInflection" AS ENUM ('snake', 'camel', 'kebab');
CREATE TYPE "ApiKeyType" AS ENUM ('secret');
CREATE TYPE "SnoozeEvent" AS ENUM ('document_added');
CREATE TYPE "CasePlace" AS ENUM ('all', 'unassigned', 'pending_second_review', 'escalated');
CREATE TYPE "AuthorType" AS ENUM ('api', 'org');
CREATE TYPE "ListType" AS ENUM ('blocklist');
CREATE TYPE "MatchMode" AS ENUM ('flag', 'block');
CREATE TYPE "ErasedKind" AS ENUM ('session', 'package', 'request', 'identity', 'key');
CREATE TYPE "Jurisdiction" AS ENUM ('gdpr', 'uk_gdpr', 'ccpa');
CREATE TYPE "RequestChannel" AS ENUM ('email', 'letter', 'phone', 'in_person', 'api', 'web', 'other');
CREATE TYPE "VerifiedHow" AS ENUM ('code_to_known_address', 'session_details', 'document', 'signed_in', 'other');
CREATE TYPE "DeliveredVia" AS ENUM ('link', 'email', 'letter', 'in_person', 'portal', 'other');
CREATE TYPE "MatchReason" AS ENUM ('document_number', 'name_and_birth_date', 'email', 'phone', 'device', 'address', 'ip_address', 'face_reference', 'external_ref', 'identity');
CREATE TYPE "RequestAct" AS ENUM ('restricted', 'corrected', 'unchanged');
CREATE TYPE "RemarkKind" AS ENUM ('note', 'escalation', 'snooze');
CREATE TYPE "OneTimeLinkStatus" AS ENUM ('active', 'used', 'expired', 'revoked');
CREATE TYPE "TaskKind" AS ENUM ('due', 'overdue', 'hold', 'undelivered', 'link');

ALTER TABLE "api_keys" ALTER COLUMN "type" DROP DEFAULT,
  ALTER COLUMN "type" TYPE "ApiKeyType" USING "type"::"ApiKeyType",
  ALTER COLUMN "type" SET DEFAULT 'secret',
  ALTER COLUMN "default_key_inflection" DROP DEFAULT,
  ALTER COLUMN "default_key_inflection" TYPE "KeyInflection" USING "default_key_inflection"::"KeyInflection",
  ALTER COLUMN "default_key_inflection" SET DEFAULT 'snake';
ALTER TABLE "webhook_endpoints" ALTER COLUMN "key_inflection" DROP DEFAULT,
  ALTER COLUMN "key_inflection" TYPE "KeyInflection" USING "key_inflection"::"KeyInflection",
  ALTER COLUMN "key_inflection" SET DEFAULT 'snake';
ALTER TABLE "review_cases" ALTER COLUMN "snooze_event" TYPE "SnoozeEvent" USING "snooze_event"::"SnoozeEvent";
ALTER TABLE "case_counts" ALTER COLUMN "place" TYPE "CasePlace" USING "place"::"CasePlace";
ALTER TABLE "case_count_changes" ALTER COLUMN "place" TYPE "CasePlace" USING "place"::"CasePlace";
ALTER TABLE "case_notes" ALTER COLUMN "author_type" TYPE "AuthorType" USING "author_type"::"AuthorType";
ALTER TABLE "lists" ALTER COLUMN "list_type" TYPE "ListType" USING "list_type"::"ListType",
  ALTER COLUMN "match_mode" DROP DEFAULT,
  ALTER COLUMN "match_mode" TYPE "MatchMode" USING "match_mode"::"MatchMode",
  ALTER COLUMN "match_mode" SET DEFAULT 'flag';
ALTER TABLE "settings" ALTER COLUMN "request_jurisdiction" DROP DEFAULT,
  ALTER COLUMN "request_jurisdiction" TYPE "Jurisdiction" USING "request_jurisdiction"::"Jurisdiction",
  ALTER COLUMN "request_jurisdiction" SET DEFAULT 'gdpr';
ALTER TABLE "redaction_cleanups" ALTER COLUMN "kind" DROP DEFAULT,
  ALTER COLUMN "kind" TYPE "ErasedKind" USING "kind"::"ErasedKind",
  ALTER COLUMN "kind" SET DEFAULT 'key';
ALTER TABLE "requests" ALTER COLUMN "jurisdiction" TYPE "Jurisdiction" USING "jurisdiction"::"Jurisdiction",
  ALTER COLUMN "channel" TYPE "RequestChannel" USING "channel"::"RequestChannel",
  ALTER COLUMN "verified_how" TYPE "VerifiedHow" USING "verified_how"::"VerifiedHow",
  ALTER COLUMN "delivered_via" TYPE "DeliveredVia" USING "delivered_via"::"DeliveredVia";
ALTER TABLE "request_matches" ALTER COLUMN "reasons" TYPE "MatchReason"[] USING "reasons"::"MatchReason"[],
  ALTER COLUMN "act" TYPE "RequestAct" USING "act"::"RequestAct";
ALTER TABLE "request_indexes" ALTER COLUMN "kind" TYPE "BlindIndexKind" USING "kind"::"BlindIndexKind";
ALTER TABLE "one_time_links" ALTER COLUMN "status" TYPE "OneTimeLinkStatus" USING "status"::"OneTimeLinkStatus";
-- A level that is none of the four is set aside, as an import sets it aside. It can be any text, so a redacted session
-- does not keep it.
ALTER TABLE "fraud_signals" ADD COLUMN "other_risk_level" TEXT;
UPDATE "fraud_signals" f SET "risk_level" = NULL,
  "other_risk_level" = CASE WHEN s."redacted_at" IS NULL THEN f."risk_level" END
  FROM "sessions" s
  WHERE s."organization_pk" = f."organization_pk" AND s."environment" = f."environment" AND s."pk" = f."session_pk"
    AND f."risk_level" NOT IN ('low', 'medium', 'high', 'critical');
ALTER TABLE "fraud_signals" ALTER COLUMN "risk_level" TYPE "RiskLevel" USING "risk_level"::"RiskLevel";

CREATE OR REPLACE FUNCTION count_case() RETURNS trigger LANGUAGE plpgsql AS
E'DECLARE
  was text[] := CASE WHEN TG_OP = ''INSERT'' THEN ''{}''::text[] ELSE case_places(OLD) END\073
  becomes text[] := CASE WHEN TG_OP = ''DELETE'' THEN ''{}''::text[] ELSE case_places(NEW) END\073
  scope "review_cases" := CASE WHEN TG_OP = ''DELETE'' THEN OLD ELSE NEW END\073
BEGIN
  IF was <> becomes THEN
    INSERT INTO case_count_changes (organization_pk, environment, place, delta)
      SELECT scope.organization_pk, scope.environment, place::"CasePlace", 1 FROM unnest(becomes) place WHERE place <> ALL (was)
      UNION ALL
      SELECT scope.organization_pk, scope.environment, place::"CasePlace", -1 FROM unnest(was) place WHERE place <> ALL (becomes)\073
  END IF\073
  RETURN NULL\073
END\073';

-- A mark names its remark in one column and the note, where it is one, in another.
ALTER TABLE "request_marks" ADD COLUMN "kind" "RemarkKind",
  ADD COLUMN "note_id" TEXT NOT NULL DEFAULT '';
UPDATE "request_marks" SET "kind" = split_part("remark", ':', 1)::"RemarkKind",
  "note_id" = CASE WHEN "remark" LIKE 'note:%' THEN substr("remark", 6) ELSE '' END;
ALTER TABLE "request_marks" ALTER COLUMN "kind" SET NOT NULL;
DROP INDEX "request_marks_organization_pk_environment_request_pk_sessio_key";
ALTER TABLE "request_marks" DROP COLUMN "remark",
  ADD CONSTRAINT "note_has_an_id" CHECK (("kind" = 'note') = ("note_id" <> ''));
CREATE UNIQUE INDEX "request_marks_organization_pk_environment_request_pk_sessio_key" ON "request_marks"("organization_pk", "environment", "request_pk", "session_pk", "kind", "note_id");

-- A task is named by its kind, its subject and which of its reminders it is.
ALTER TABLE "task_dismissals" ADD COLUMN "kind" "TaskKind",
  ADD COLUMN "subject_id" TEXT,
  ADD COLUMN "reminder" TEXT NOT NULL DEFAULT '';
UPDATE "task_dismissals" SET "kind" = split_part("task", ':', 1)::"TaskKind", "subject_id" = split_part("task", ':', 2),
  "reminder" = split_part("task", ':', 3);
ALTER TABLE "task_dismissals" DROP CONSTRAINT "task_dismissals_pkey",
  DROP COLUMN "task",
  ALTER COLUMN "kind" SET NOT NULL,
  ALTER COLUMN "subject_id" SET NOT NULL,
  ADD CONSTRAINT "task_dismissals_pkey" PRIMARY KEY ("organization_pk", "environment", "kind", "subject_id", "reminder");
