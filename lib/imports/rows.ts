import { type Bundle, bundleParts, bundleSchema } from "@/lib/contract/bundle";
import { asideOf, extrasOf } from "@/lib/contract/bundle-extras";
import { numberOf } from "@/lib/format/exact-json";
import { instantOf } from "@/lib/format/instant";
import { terminalInstant } from "@/lib/sessions/policy";
import { compositeRisk, riskLevelOf } from "@/lib/signals/policy";
import type { RecordCipher } from "@/lib/vault/cipher";

type Scope = { organizationPk: bigint; environment: "live" | "sandbox" };

/** The columns of the session row of a bundle. */
export function sessionRow(bundle: Bundle, cipher: RecordCipher) {
  const { session, result } = bundle;
  const riskScore = compositeRisk((bundle.fraud_signals ?? []).map((signal) => signal.risk_score ?? null));
  const { metadata, consent_ip, capture_url, fields, device } = session;
  const kept = { ...extrasOf(bundleParts.session, session), ...ownWords(bundle) };
  const sealed = cipher.seal("session", session.id, {
    metadata,
    consentIp: consent_ip,
    captureUrl: capture_url,
    fields,
    device,
    extra: kept,
    bundleExtra: extrasOf(bundleSchema, bundle),
  });
  return {
    status: session.status,
    externalRef: session.external_ref ?? null,
    country: session.country ?? null,
    checkOverrides: session.checks ?? [],
    workflowId: session.workflow_id ?? null,
    documentType: session.document_type ?? null,
    retentionStatus: session.retention_status ?? "active",
    redactedAt: session.retention_status === "redacted" ? instantOf(session.updated_at) : null,
    processingAttempts: session.processing_attempts ?? null,
    tokenExpiresAt: instantOf(session.token_expires_at),
    createdAt: new Date(session.created_at),
    updatedAt: new Date(session.updated_at),
    importedUpdatedAt: new Date(session.updated_at),
    terminalAt: instantOf(terminalInstant(bundle)),
    resultStatus: result?.status ?? null,
    riskScore,
    riskLevel: riskScore === null ? null : riskLevelOf(riskScore),
    sealed,
  };
}

/** Values that a source states and we would calculate: stored, so that the export repeats them. */
function ownWords({ session, review_case }: Bundle): Record<string, unknown> {
  const own: Record<string, unknown> = {};
  const environment = session.is_sandbox ? "sandbox" : "live";
  if (session.environment && session.environment !== environment) own.environment = session.environment;
  if (session.case_id && session.case_id !== review_case?.id) own.case_id = session.case_id;
  if (session.case_status && session.case_status !== review_case?.status)
    own.case_status = session.case_status;
  return own;
}

/** The columns of every row below the session, sealed under its data key, except documents. */
export function childRows(bundle: Bundle, cipher: RecordCipher, scope: Scope) {
  const { session } = bundle;
  return {
    result: resultRow(bundle, cipher),
    tags: (session.tags ?? []).map((tag, position) => ({
      ...scope,
      tag,
      position,
      createdAt: new Date(session.created_at),
      id: session.id,
    })),
    checks: (bundle.verifications ?? []).map((check) => ({
      policy: check.policy,
      attempt: check.attempt,
      status: check.status,
      score: check.score ?? null,
      threshold: check.threshold ?? null,
      createdAt: instantOf(check.created_at),
      completedAt: instantOf(check.completed_at),
      sealed: cipher.seal("check", `${check.policy}/${check.attempt}`, {
        details: check.details,
        extra: extrasOf(bundleParts.verification, check),
      }),
    })),
    signals: (bundle.fraud_signals ?? []).map((signal, position) => ({
      position,
      signalType: signal.signal_type,
      riskScore: signal.risk_score ?? null,
      riskLevel: signal.risk_level ?? null,
      sealed: cipher.seal("signal", String(position), {
        details: signal.details,
        extra: extrasOf(bundleParts.signal, signal),
      }),
    })),
    reviewCase: caseRow(bundle, cipher, scope),
    notes: (bundle.case_notes ?? []).map((note) => ({
      id: note.note_id,
      author: note.author ?? null,
      createdAt: instantOf(note.created_at),
      sealed: cipher.seal("note", note.note_id, {
        content: note.content,
        extra: extrasOf(bundleParts.note, note),
      }),
    })),
    deliveries: (bundle.webhook_deliveries ?? []).map((delivery) => ({
      ...scope,
      id: delivery.id,
      event: delivery.event,
      url: delivery.url,
      status: delivery.status,
      attempts: delivery.attempts,
      maxAttempts: delivery.max_attempts ?? 0,
      httpStatus: delivery.http_status ?? null,
      createdAt: new Date(delivery.created_at),
      sealed: cipher.seal("delivery", delivery.id, {
        lastError: delivery.last_error,
        extra: extrasOf(bundleParts.delivery, delivery),
      }),
    })),
    screening: (bundle.screening ?? []).map((check) => screeningRow(check, cipher, scope)),
  };
}

function resultRow({ session, result }: Bundle, cipher: RecordCipher) {
  if (!result) return null;
  return {
    status: result.status,
    createdAt: new Date(result.created_at),
    faceMatchPassed: result.face_match_passed ?? null,
    faceMatchScore: result.face_match_score ?? null,
    ageCheckPassed: result.age_check_passed ?? null,
    rejectionReasonCode: result.rejection_reason_code ?? null,
    processingMode: result.processing_mode ?? null,
    countryUsed: result.country_used ?? null,
    sensitiveDataExpired: result.sensitive_data_expired ?? false,
    sealed: cipher.seal("result", session.id, {
      extractedData: result.extracted_data ?? {},
      extractedAge: result.extracted_age,
      rejectionReason: result.rejection_reason,
      extra: extrasOf(bundleParts.result, result),
    }),
  };
}

function caseRow({ review_case: found }: Bundle, cipher: RecordCipher, scope: Scope) {
  if (!found) return null;
  return {
    ...scope,
    id: found.id,
    status: found.status,
    decision: found.decision ?? null,
    assignedTo: found.assigned_to ?? null,
    createdAt: new Date(found.created_at),
    claimedAt: instantOf(found.claimed_at),
    enteredReviewAt: instantOf(found.entered_review_at),
    decidedAt: instantOf(found.decided_at),
    sealed: cipher.seal("reviewCase", found.id, { extra: extrasOf(bundleParts.reviewCase, found) }),
  };
}

function screeningRow(check: NonNullable<Bundle["screening"]>[number], cipher: RecordCipher, scope: Scope) {
  const highest = check.result?.highest_score;
  const hits = (check.hits ?? []).map((hit, position) => ({
    position,
    matchScore: hit.match_score ?? null,
    isDismissed: hit.dismissed ?? false,
    dismissedAt: instantOf(hit.dismissed_at),
    sealed: cipher.seal("screeningHit", `${check.id}/${position}`, { hit: { ...hit, ...asideOf(hit) } }),
  }));
  return {
    hits,
    row: {
      ...scope,
      id: check.id,
      checkType: check.check_type,
      status: check.status,
      hasMatch: check.has_match,
      hitCount: check.hit_count,
      highestScore: numberOf(highest),
      provider: check.provider ?? null,
      identityRef: check.identity_id ?? null,
      externalRef: check.external_ref ?? null,
      monitoringEnabled: check.monitoring_enabled ?? false,
      tags: check.tags ?? [],
      batchId: check.batch_id ?? null,
      pepRiskTier: check.pep_risk_tier ?? null,
      pepRecommendedAction: check.pep_recommended_action ?? null,
      redactedAt: instantOf(check.redacted_at),
      lastCheckedAt: instantOf(check.last_checked_at),
      createdAt: new Date(check.created_at),
      expiresAt: instantOf(check.expires_at),
      sealed: cipher.seal("screeningCheck", check.id, {
        result: check.result,
        extra: extrasOf(bundleParts.screening, check),
      }),
    },
  };
}

/** What a bundle says of the identity that its session belongs to. */
export const identityFacts = ({ session, result }: Bundle) => ({
  externalRef: session.external_ref ?? null,
  isCompleted: session.status === "completed",
  resultStatus: result?.status ?? null,
  createdAt: new Date(session.created_at),
  updatedAt: new Date(session.updated_at),
});
