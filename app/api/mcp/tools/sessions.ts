import * as sessionsOneAddTag from "@/app/api/v1/sessions/[sessionId]/add-tag/route";
import * as sessionsOneDocuments from "@/app/api/v1/sessions/[sessionId]/documents/route";
import * as sessionsOneExpire from "@/app/api/v1/sessions/[sessionId]/expire/route";
import * as sessionsOneExternalDecision from "@/app/api/v1/sessions/[sessionId]/external-decision/route";
import * as sessionsOneGenerateOneTimeLink from "@/app/api/v1/sessions/[sessionId]/generate-one-time-link/route";
import * as sessionsOneLinks from "@/app/api/v1/sessions/[sessionId]/links/route";
import * as sessionsOneRemoveTag from "@/app/api/v1/sessions/[sessionId]/remove-tag/route";
import * as sessionsOneReprocess from "@/app/api/v1/sessions/[sessionId]/reprocess/route";
import * as sessionsOneResendInvite from "@/app/api/v1/sessions/[sessionId]/resend-invite/route";
import * as sessionsOneResult from "@/app/api/v1/sessions/[sessionId]/result/route";
import * as sessionsOneResume from "@/app/api/v1/sessions/[sessionId]/resume/route";
import * as sessionsOneRisk from "@/app/api/v1/sessions/[sessionId]/risk/route";
import * as sessionsOne from "@/app/api/v1/sessions/[sessionId]/route";
import * as sessionsOneScreening from "@/app/api/v1/sessions/[sessionId]/screening/route";
import * as sessionsOneSimulate from "@/app/api/v1/sessions/[sessionId]/simulate/route";
import * as sessionsOneSubmit from "@/app/api/v1/sessions/[sessionId]/submit/route";
import * as sessionsOneTimeline from "@/app/api/v1/sessions/[sessionId]/timeline/route";
import * as sessionsOneVerificationsPolicyAttempts from "@/app/api/v1/sessions/[sessionId]/verifications/[policy]/attempts/route";
import * as sessionsOneRetry from "@/app/api/v1/sessions/[sessionId]/verifications/[policy]/retry/route";
import * as sessionsOneVerifications from "@/app/api/v1/sessions/[sessionId]/verifications/route";
import * as sessions from "@/app/api/v1/sessions/route";
import { toolsOf } from "@/lib/mcp/tool";

const { read, write } = toolsOf("sessions");

export const sessionsTools = [
  read(
    "list_sessions",
    "sessions:read",
    "GET /api/v1/sessions",
    sessions.GET,
    "Lists sessions, newest first. Filter by status, result, country, tag, external_ref, or q (a session id or external reference).",
  ),
  read(
    "get_session",
    "sessions:read",
    "GET /api/v1/sessions/{sessionId}",
    sessionsOne.GET,
    "Reads one session.",
  ),
  write(
    "create_session",
    "sessions:create",
    "POST /api/v1/sessions",
    sessions.POST,
    "Creates a session and answers with the capture link for the applicant.",
  ),
  write(
    "update_session",
    "sessions:write",
    "PATCH /api/v1/sessions/{sessionId}",
    sessionsOne.PATCH,
    "Changes the external reference or merges metadata; null removes a key.",
  ),
  read(
    "get_session_result",
    "verifications:read",
    "GET /api/v1/sessions/{sessionId}/result",
    sessionsOneResult.GET,
    "Reads the result: approved, rejected or needs_review, and the extracted data that the key may see.",
  ),
  read(
    "list_session_documents",
    "verifications:read",
    "GET /api/v1/sessions/{sessionId}/documents",
    sessionsOneDocuments.GET,
    "Lists document images with signed addresses that expire soon.",
  ),
  read(
    "list_session_verifications",
    "verifications:read",
    "GET /api/v1/sessions/{sessionId}/verifications",
    sessionsOneVerifications.GET,
    "Lists the checks of a session with their latest attempts.",
  ),
  read(
    "list_verification_attempts",
    "verifications:read",
    "GET /api/v1/sessions/{sessionId}/verifications/{policy}/attempts",
    sessionsOneVerificationsPolicyAttempts.GET,
    "Lists every attempt of one check.",
  ),
  read(
    "get_session_risk",
    "sessions:read",
    "GET /api/v1/sessions/{sessionId}/risk",
    sessionsOneRisk.GET,
    "Reads the risk score and the fraud signals behind it.",
  ),
  read(
    "list_session_screening",
    "verifications:read",
    "GET /api/v1/sessions/{sessionId}/screening",
    sessionsOneScreening.GET,
    "Lists screening checks of a session with their hits.",
  ),
  read(
    "list_session_events",
    "sessions:read",
    "GET /api/v1/sessions/{sessionId}/timeline",
    sessionsOneTimeline.GET,
    "Lists what happened to a session and its case, in order.",
  ),
  read(
    "list_session_links",
    "sessions:read",
    "GET /api/v1/sessions/{sessionId}/links",
    sessionsOneLinks.GET,
    "Lists capture links of a session, newest first.",
  ),
  write(
    "generate_one_time_link",
    "sessions:write",
    "POST /api/v1/sessions/{sessionId}/generate-one-time-link",
    sessionsOneGenerateOneTimeLink.POST,
    "Makes a new capture link and revokes the one before.",
  ),
  write(
    "resume_session",
    "sessions:write",
    "POST /api/v1/sessions/{sessionId}/resume",
    sessionsOneResume.POST,
    "Opens an expired or abandoned session again with a new capture link.",
  ),
  write(
    "resend_invite",
    "sessions:write",
    "POST /api/v1/sessions/{sessionId}/resend-invite",
    sessionsOneResendInvite.POST,
    "Mails the applicant the capture link again, five times at most.",
  ),
  write(
    "expire_session",
    "sessions:write",
    "POST /api/v1/sessions/{sessionId}/expire",
    sessionsOneExpire.POST,
    "Ends an active session and its link.",
  ),
  write(
    "simulate_session",
    "sessions:write",
    "POST /api/v1/sessions/{sessionId}/simulate",
    sessionsOneSimulate.POST,
    "Gives a sandbox session an outcome: approve, decline, require-review or expire.",
  ),
  write(
    "add_session_tag",
    "sessions:write",
    "POST /api/v1/sessions/{sessionId}/add-tag",
    sessionsOneAddTag.POST,
    "Adds a tag.",
  ),
  write(
    "remove_session_tag",
    "sessions:write",
    "POST /api/v1/sessions/{sessionId}/remove-tag",
    sessionsOneRemoveTag.POST,
    "Removes a tag.",
  ),

  write(
    "submit_session",
    "sessions:write",
    "POST /api/v1/sessions/{sessionId}/submit",
    sessionsOneSubmit.POST,
    "Submits a session whose documents were uploaded; its evaluation begins.",
  ),
  write(
    "reprocess_session",
    "sessions:write",
    "POST /api/v1/sessions/{sessionId}/reprocess",
    sessionsOneReprocess.POST,
    "Evaluates a session again, by the rules of today.",
  ),
  write(
    "submit_external_decision",
    "sessions:write",
    "POST /api/v1/sessions/{sessionId}/external-decision",
    sessionsOneExternalDecision.POST,
    "Answers the external gate at which a session waits: continue, fail or reject.",
  ),
  write(
    "retry_verification",
    "sessions:write",
    "POST /api/v1/sessions/{sessionId}/verifications/{policy}/retry",
    sessionsOneRetry.POST,
    "Runs a check again that failed, ended in an error or has to be repeated.",
  ),
];
