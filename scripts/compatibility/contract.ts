/**
 * What is known of the hosted service's contract: its calls, and the fields of its objects. `seen` was read in its
 * reference or in a client that works; `guessed` follows from a title, a word in a guide, or the pattern of other calls.
 */
type Known = { seen: readonly string[]; guessed?: readonly string[] };

const session =
  "id status is_sandbox environment created_at updated_at external_ref metadata country checks workflow_id document_type retention_status processing_attempts consent_ip capture_url token_expires_at case_id case_status tags";
const result =
  "session_id status is_sandbox created_at face_match_passed face_match_score age_check_passed extracted_age extracted_data rejection_reason rejection_reason_code processing_mode country_used sensitive_data_expired check_results";
const link = "id session_id capture_url status expires_at created_at qr_code_data_url";
const check =
  "id check_type status has_match hit_count provider session_id identity_id external_ref monitoring_enabled is_sandbox tags batch_id pep_risk_tier pep_recommended_action redacted_at last_checked_at created_at expires_at result";
const reviewCase =
  "id session_id status created_at decision assigned_to claimed_at entered_review_at decided_at metadata tags priority custom_fields";
const identity =
  "id status session_count is_sandbox created_at external_ref latest_session_id latest_result_id face_match_passed age_check_passed extracted_age rejection_reason country extracted_data first_verified_at last_verified_at archived_at identity_type_id custom_fields tags updated_at is_flagged flag_reason flagged_at flagged_by monitoring_enabled";

const list = "id name list_type match_mode item_count is_active created_at org_id description updated_at";

const listMatch =
  "id org_id list_id match_type match_score is_false_positive created_at session_id identity_id list_item_id list_type match_details workflow_run_id resolved_by resolved_at resolution_notes";

const of = (seen: string, guessed = ""): Known => ({
  seen: seen.split(" "),
  guessed: guessed.split(" ").filter(Boolean),
});

/** The calls of the contract, each with what its answer has; of a list, each of its items. */
export const calls: Readonly<Record<string, Known & { path?: "guessed" }>> = {
  "GET /sessions": of(session),
  "POST /sessions": of(
    "id status capture_url is_sandbox created_at expires_at external_ref qr_code_data_url tags",
  ),
  "GET /sessions/{sessionId}": of(session),
  "PATCH /sessions/{sessionId}": { ...of(session), path: "guessed" },
  "POST /sessions/{sessionId}/resume": of("id status capture_url expires_at qr_code_data_url"),
  "POST /sessions/{sessionId}/resend-invite": { ...of("", "invites_sent"), path: "guessed" },
  "POST /sessions/{sessionId}/expire": { ...of("id status expired_at"), path: "guessed" },
  "POST /sessions/{sessionId}/simulate": of("id action status simulated"),
  "GET /sessions/{sessionId}/result": of(result),
  "DELETE /sessions/{sessionId}/data": of("status session_id documents_removed message"),
  "GET /sessions/{sessionId}/export": of(
    "session result documents screening review_case case_notes fraud_signals webhook_deliveries",
  ),
  "POST /sessions/bulk-redact": of("total results"),
  "POST /sessions/{sessionId}/submit": { ...of("id status is_sandbox message"), path: "guessed" },
  "POST /sessions/{sessionId}/add-tag": { ...of("id tags"), path: "guessed" },
  "POST /sessions/{sessionId}/remove-tag": { ...of("id tags"), path: "guessed" },
  "POST /sessions/{sessionId}/set-tags": { ...of("id tags"), path: "guessed" },
  "POST /sessions/{sessionId}/generate-one-time-link": of(link),
  "GET /sessions/{sessionId}/links": { ...of(link), path: "guessed" },
  "GET /sessions/{sessionId}/verifications": {
    ...of("policy status", "attempt score details created_at completed_at"),
    path: "guessed",
  },
  "POST /sessions/{sessionId}/verifications/{policy}/retry": {
    ...of("status session_id policy"),
    path: "guessed",
  },
  "GET /sessions/{sessionId}/verifications/{policy}/attempts": {
    ...of("session_id policy attempts"),
    path: "guessed",
  },
  "GET /sessions/{sessionId}/report": { ...of(""), path: "guessed" },
  "POST /sessions/{sessionId}/external-decision": {
    ...of("session_id decision status message"),
    path: "guessed",
  },
  "POST /sessions/{sessionId}/reprocess": { ...of("session_id status"), path: "guessed" },
  "GET /sessions/{sessionId}/webhook-deliveries": {
    ...of("id event url status attempts max_attempts created_at http_status last_error"),
    path: "guessed",
  },
  "GET /sessions/{sessionId}/risk": { ...of("risk_score risk_level signals"), path: "guessed" },
  "GET /sessions/{sessionId}/documents": of("doc_type mime_type url expires_in"),
  "POST /sessions/{sessionId}/documents": {
    ...of("", "id document_type mime_type file_size_bytes upload_source"),
    path: "guessed",
  },
  "GET /sessions/{sessionId}/documents/{docType}": of(""),
  "GET /sessions/{sessionId}/workflow-run": {
    ...of(
      "id session_id workflow_id status created_at final_status graph_snapshot paused_at_node current_node node_results started_at completed_at duration_ms",
    ),
    path: "guessed",
  },
  "GET /results/{sessionId}": { ...of(`${result} external_ref`), path: "guessed" },
  "GET /cases": of(reviewCase),
  "POST /cases": of(reviewCase),
  "GET /cases/{caseId}": of(reviewCase),
  "PATCH /cases/{caseId}": of(reviewCase),
  "POST /cases/{caseId}/claim": of(reviewCase),
  "POST /cases/{caseId}/release": of(reviewCase),
  "POST /cases/{caseId}/assign": of(reviewCase),
  "POST /cases/{caseId}/approve": of(reviewCase),
  "POST /cases/{caseId}/reject": of(reviewCase),
  "POST /cases/{caseId}/escalate": of(reviewCase),
  "POST /cases/demo": { ...of(reviewCase), path: "guessed" },
  "GET /cases/tab-counts": { ...of("unassigned mine pending_second_review escalated all"), path: "guessed" },
  "POST /cases/next": of(reviewCase),
  "PUT /cases/{caseId}/result/pii": { ...of("session_id status extracted_data updated_at"), path: "guessed" },
  "GET /cases/{caseId}/notes": {
    ...of("", "id author_name author_type content created_at"),
    path: "guessed",
  },
  "POST /cases/{caseId}/notes": of("id author_name author_type content created_at"),
  "POST /cases/{caseId}/checks/{policy}/override": { ...of("case_id policy status"), path: "guessed" },
  "POST /cases/search": { ...of(reviewCase), path: "guessed" },
  "GET /identities": of(identity),
  "POST /identities": of(identity),
  "GET /identities/{identityId}": of(identity),
  "PATCH /identities/{identityId}": of(identity),
  "DELETE /identities/{identityId}": { ...of("id status message"), path: "guessed" },
  "GET /identities/{identityId}/export": of(
    "identity sessions identity_links identity_relationships face_embeddings_count",
  ),
  "POST /identities/search": { ...of(""), path: "guessed" },
  "GET /identities/{identityId}/sessions": of(session),
  "GET /identities/{identityId}/audit-log": { ...of("actor type metadata created_at"), path: "guessed" },
  "POST /identities/{identityId}/add-tag": { ...of("id tags"), path: "guessed" },
  "POST /identities/{identityId}/remove-tag": { ...of("id tags"), path: "guessed" },
  "POST /identities/{identityId}/set-tags": { ...of("id tags"), path: "guessed" },
  "POST /identities/merge/preview": { ...of(""), path: "guessed" },
  "POST /identities/merge": { ...of("primary secondary"), path: "guessed" },
  "POST /identities/merge-multiple": { ...of("primary merged_count merged_ids"), path: "guessed" },
  "POST /identities/{identityId}/archive": { ...of("id status archived_at"), path: "guessed" },
  "POST /identities/{identityId}/restore": { ...of(identity), path: "guessed" },
  "POST /identities/{identityId}/pause-monitoring": { ...of(""), path: "guessed" },
  "POST /identities/{identityId}/resume-monitoring": { ...of(""), path: "guessed" },
  "PUT /identities/{identityId}/monitored-lists": { ...of(""), path: "guessed" },
  "GET /identities/{identityId}/checks": { ...of(check), path: "guessed" },
  "GET /checks": of(check),
  "POST /checks": of(check),
  "POST /checks/full": of(check),
  "GET /checks/{checkId}": of(`${check} hits`),
  "POST /checks/{checkId}/dismiss": { ...of("check_id dismissed_count"), path: "guessed" },
  "POST /checks/{checkId}/rerun": { ...of(check), path: "guessed" },
  "POST /checks/{checkId}/redact": { ...of(""), path: "guessed" },
  "POST /checks/{checkId}/pause-monitoring": { ...of(""), path: "guessed" },
  "GET /checks/{checkId}/monitoring-history": { ...of(""), path: "guessed" },
  "POST /checks/{checkId}/tags": { ...of("id tags"), path: "guessed" },
  "PUT /checks/{checkId}/tags": { ...of("id tags"), path: "guessed" },
  "DELETE /checks/{checkId}/tags/{tag}": { ...of("id tags"), path: "guessed" },
  "GET /sessions/{sessionId}/checks": { ...of(check), path: "guessed" },
  "GET /watchlists": { ...of(""), path: "guessed" },
  "GET /watchlists/{watchlistId}": { ...of(""), path: "guessed" },
  "GET /watchlists/{watchlistId}/entries": { ...of(""), path: "guessed" },
  "GET /lists": of(list),
  "POST /lists": of(list),
  "GET /lists/{listId}": of(list),
  "PATCH /lists/{listId}": of(list),
  "POST /lists/{listId}/archive": { ...of(list), path: "guessed" },
  "GET /lists/{listId}/items": { ...of(""), path: "guessed" },
  "POST /lists/{listId}/items": { ...of(""), path: "guessed" },
  "GET /lists/{listId}/items/{itemId}": { ...of(""), path: "guessed" },
  "DELETE /lists/{listId}/items/{itemId}": { ...of(""), path: "guessed" },
  "POST /lists/{listId}/items/bulk": of(""),
  "POST /lists/{listId}/items/import": { ...of("imported warnings"), path: "guessed" },
  "GET /lists/{listId}/items/csv": { ...of(""), path: "guessed" },
  "POST /lists/check": { ...of(listMatch), path: "guessed" },
  "GET /sessions/{sessionId}/list-matches": { ...of(listMatch), path: "guessed" },
  "POST /lists/matches/{matchId}/false-positive": { ...of(listMatch), path: "guessed" },
  "GET /events": of(
    "id type created_at resource_type resource_id actor metadata ip_address request_method request_path sequence_num",
  ),
  "GET /events/{eventId}": of(
    "id type created_at resource_type resource_id actor metadata ip_address request_method request_path sequence_num",
  ),
  "POST /webhooks/endpoints": of(
    "id url label description enabled_events attribute_blocklist event_filter_conditions api_version key_inflection enabled environment secret created_at updated_at",
  ),
  "GET /webhooks/endpoints": of("id url label enabled environment created_at updated_at"),
  "GET /webhooks/endpoints/{endpointId}": of("id url label enabled environment created_at updated_at"),
  "PATCH /webhooks/endpoints/{endpointId}": of("id url label enabled environment created_at updated_at"),
  "DELETE /webhooks/endpoints/{endpointId}": of(""),
  "GET /webhooks/endpoints/event-types": { ...of(""), path: "guessed" },
  "POST /webhooks/endpoints/{endpointId}/rotate-secret": of("secret"),
  "POST /webhooks/endpoints/{endpointId}/clone": of("cloned_from secret"),
  "POST /webhooks/endpoints/{endpointId}/test": of("success http_status error url"),
  "GET /webhooks/endpoints/{endpointId}/deliveries": of(
    "id event url status attempts max_attempts created_at http_status last_error",
  ),
  "POST /webhooks/deliveries/{deliveryId}/retry": { ...of(""), path: "guessed" },
  "GET /api-keys": of(
    "id type environment key_prefix is_active created_at label note scopes api_version default_key_inflection allowed_ips expires_at last_used_at",
  ),
  "POST /api-keys": of(
    "id type environment key_prefix is_active created_at label note scopes api_version default_key_inflection allowed_ips expires_at last_used_at secret warning",
  ),
  "GET /api-keys/{keyId}": of(
    "id type environment key_prefix is_active created_at label note scopes api_version default_key_inflection allowed_ips expires_at last_used_at",
  ),
  "PATCH /api-keys/{keyId}": of(
    "id type environment key_prefix is_active created_at label note scopes api_version",
  ),
  "POST /api-keys/{keyId}/expire": { ...of(""), path: "guessed" },
  "POST /api-keys/{keyId}/clone": { ...of("cloned_from secret"), path: "guessed" },
  "GET /verification-policies": of(""),
  "GET /rate-limits": of("rate_limit quotas plan environment"),
  "GET /analytics/overview": of(
    "total_sessions_this_month completed_this_month failed_this_month under_review approval_rate avg_completion_seconds sessions_last_7d sessions_prev_7d sessions_wow_delta",
  ),
  "GET /analytics/trend": { ...of(""), path: "guessed" },
  "GET /analytics/check-breakdown": { ...of(""), path: "guessed" },
  "GET /analytics/funnel": of(""),
  "GET /analytics/rejection-reasons": { ...of(""), path: "guessed" },
  "GET /analytics/by-country": of(""),
  "GET /analytics/by-document-type": of(""),
  "GET /analytics/processing-time": { ...of(""), path: "guessed" },
  "GET /analytics/conversion-rate": of(""),
};
