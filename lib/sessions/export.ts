import "server-only";
import type { Actor } from "@/lib/actor/actor";
import type { Bundle } from "@/lib/contract/bundle";
import { instant, instantOrNull } from "@/lib/format/instant";
import { db } from "@/lib/platform/db";
import { keyOf } from "@/lib/platform/scope";
import type { OpenSession } from "@/lib/records/open";
import { urlSigner } from "@/lib/records/signed-url";
import { exportedRun } from "@/lib/sessions/dto";
import type { RecordCipher, TellDamage } from "@/lib/vault/cipher";
import type { Sealed } from "@/lib/vault/sealed";

const urlSeconds = 24 * 3600;

const loadAll = (session: OpenSession) =>
  db.session.findUniqueOrThrow({
    where: keyOf(session),
    include: {
      result: true,
      documents: { orderBy: { pk: "asc" } },
      checks: { orderBy: { pk: "asc" } },
      signals: { orderBy: { position: "asc" } },
      screening: { orderBy: { pk: "asc" }, include: { hits: { orderBy: { position: "asc" } } } },
      reviewCase: true,
      notes: { orderBy: [{ createdAt: "asc" }, { pk: "asc" }] },
      deliveries: { orderBy: { pk: "asc" } },
      tags: { orderBy: { position: "asc" } },
      links: { orderBy: { pk: "asc" } },
      runs: { orderBy: { pk: "asc" } },
    },
  });

type Everything = Awaited<ReturnType<typeof loadAll>>;

/**
 * Builds the contract's export of a session, in the contract's spelling: every stored record, decrypted, including
 * unknown fields of the import. Images are signed URLs valid for 24 hours. A redacted session exports what is left.
 * @param tell called for each row that cannot be opened, which is then exported as empty; without it such a row is an
 * error
 */
export async function exportBundle(actor: Actor, session: OpenSession, tell?: TellDamage): Promise<Bundle> {
  const cipher = tell ? session.cipher.pastDamage(tell) : session.cipher;
  const [row, sign] = await Promise.all([loadAll(session), urlSigner(actor, urlSeconds)]);
  const opened = cipher.open("session", row.id, row.sealed);
  return {
    session: { ...sessionSection(row, opened), ...opened?.extra },
    result: resultSection(row, cipher),
    documents: row.documents.map((document) => {
      const link = document.blobKey
        ? sign({ sessionId: row.id, docType: document.docType, variant: "original", purpose: "export" })
        : null;
      return {
        id: document.id,
        document_type: document.documentType,
        download_url: link?.url ?? null,
        download_url_expires_at: link ? instant(link.expiresAt) : null,
        page: document.page,
        mime_type: document.mimeType,
        size_bytes: document.sizeBytes,
        captured_at: instantOrNull(document.capturedAt),
        ...cipher.open("document", document.id, document.sealed)?.extra,
      };
    }),
    screening: screeningSection(row, cipher),
    review_case: caseSection(row, cipher),
    case_notes: row.notes.map((note) => {
      const held = cipher.open("note", note.id, note.sealed);
      return {
        note_id: note.id,
        author: note.author,
        content: held?.content ?? null,
        created_at: instantOrNull(note.createdAt),
        ...held?.extra,
      };
    }),
    fraud_signals: row.signals.map((signal) => {
      const held = cipher.open("signal", String(signal.position), signal.sealed);
      return {
        signal_type: signal.signalType,
        risk_score: signal.riskScore,
        risk_level: signal.riskLevel,
        details: held?.details ?? null,
        ...(signal.otherRiskLevel !== null && levelAside(signal.otherRiskLevel)),
        ...held?.extra,
      };
    }),
    webhook_deliveries: deliverySection(row, cipher),
    ...(row.checks.length > 0 && { verifications: verificationSection(row, cipher) }),
    ...(row.links.length > 0 && { one_time_links: linkSection(row, cipher) }),
    ...(row.runs.length > 0 && { workflow_runs: row.runs.map(exportedRun) }),
    ...opened?.bundleExtra,
  };
}

/** A level that the contract does not name is exported as it was imported, like every value that was set aside. */
const levelAside = (level: string): Record<string, unknown> => ({ risk_level: level });

type OpenedSession = Sealed["session"] | null;

function sessionSection(row: Everything, opened: OpenedSession): Bundle["session"] {
  return {
    id: row.id,
    status: row.status,
    is_sandbox: row.environment === "sandbox",
    environment: row.environment,
    created_at: instant(row.createdAt),
    updated_at: instant(row.updatedAt),
    external_ref: row.externalRef,
    metadata: opened?.metadata ?? null,
    country: row.country,
    checks: row.checkOverrides.length > 0 ? row.checkOverrides : null,
    workflow_id: row.workflowId,
    document_type: row.documentType,
    retention_status: row.retentionStatus,
    processing_attempts: row.processingAttempts,
    consent_ip: opened?.consentIp ?? null,
    capture_url: opened?.captureUrl ?? null,
    token_expires_at: instantOrNull(row.tokenExpiresAt),
    case_id: row.reviewCase?.id ?? null,
    case_status: row.reviewCase?.status ?? null,
    tags: row.tags.map(({ tag }) => tag),
    ...(opened?.fields && { fields: opened.fields }),
    ...(opened?.device && { device: opened.device }),
  };
}

function resultSection({ id, environment, result }: Everything, cipher: RecordCipher): Bundle["result"] {
  if (!result) return null;
  const held = cipher.open("result", id, result.sealed);
  return {
    session_id: id,
    status: result.status,
    is_sandbox: environment === "sandbox",
    created_at: instant(result.createdAt),
    face_match_passed: result.faceMatchPassed,
    face_match_score: result.faceMatchScore,
    age_check_passed: result.ageCheckPassed,
    extracted_age: held?.extractedAge ?? null,
    extracted_data: held?.extractedData ?? {},
    rejection_reason: held?.rejectionReason ?? null,
    rejection_reason_code: result.rejectionReasonCode,
    processing_mode: result.processingMode,
    country_used: result.countryUsed,
    sensitive_data_expired: result.sensitiveDataExpired,
    ...(held?.uncorrected && { uncorrected_data: held.uncorrected }),
    ...held?.extra,
  };
}

function screeningSection(row: Everything, cipher: RecordCipher): Bundle["screening"] {
  return row.screening.map((check) => {
    const held = cipher.open("screeningCheck", check.id, check.sealed);
    return {
      id: check.id,
      check_type: check.checkType,
      status: check.status,
      has_match: check.hasMatch,
      hit_count: check.hitCount,
      provider: check.provider,
      session_id: row.id,
      identity_id: check.identityRef,
      external_ref: check.externalRef,
      monitoring_enabled: check.monitoringEnabled,
      is_sandbox: row.environment === "sandbox",
      tags: check.tags,
      batch_id: check.batchId,
      pep_risk_tier: check.pepRiskTier,
      pep_recommended_action: check.pepRecommendedAction,
      redacted_at: instantOrNull(check.redactedAt),
      last_checked_at: instantOrNull(check.lastCheckedAt),
      created_at: instant(check.createdAt),
      expires_at: instantOrNull(check.expiresAt),
      result: held?.result ?? { highest_score: check.highestScore },
      hits: check.hits.map(
        (hit) =>
          cipher.open("screeningHit", `${check.id}/${hit.position}`, hit.sealed)?.hit ?? {
            match_score: hit.matchScore,
            dismissed: hit.isDismissed,
          },
      ),
      ...held?.extra,
    };
  });
}

function caseSection({ id, reviewCase: found }: Everything, cipher: RecordCipher): Bundle["review_case"] {
  if (!found) return null;
  const held = cipher.open("reviewCase", found.id, found.sealed);
  return {
    id: found.id,
    session_id: id,
    status: found.status,
    created_at: instant(found.createdAt),
    decision: found.decision,
    assigned_to: found.assignedTo,
    claimed_at: instantOrNull(found.claimedAt),
    entered_review_at: instantOrNull(found.enteredReviewAt),
    decided_at: instantOrNull(found.decidedAt),
    ...(held?.metadata && { metadata: held.metadata }),
    ...(held?.customFields && { custom_fields: held.customFields }),
    ...(held?.reason?.escalation && { escalation_reason: held.reason.escalation }),
    ...(held?.reason?.snooze && { snooze_reason: held.reason.snooze }),
    ...held?.extra,
  };
}

function deliverySection(row: Everything, cipher: RecordCipher): Bundle["webhook_deliveries"] {
  return row.deliveries.map((delivery) => {
    const held = cipher.open("delivery", delivery.id, delivery.sealed);
    return {
      id: delivery.id,
      event: delivery.event,
      url: delivery.url,
      status: delivery.status,
      attempts: delivery.attempts,
      max_attempts: delivery.maxAttempts,
      created_at: instant(delivery.createdAt),
      http_status: delivery.httpStatus,
      last_error: held?.lastError ?? null,
      ...held?.extra,
    };
  });
}

function linkSection(row: Everything, cipher: RecordCipher) {
  return row.links.map((link) => ({
    id: link.id,
    status: link.status,
    capture_url: cipher.open("link", link.id, link.sealed)?.captureUrl ?? null,
    created_at: instant(link.createdAt),
    expires_at: instant(link.expiresAt),
  }));
}

function verificationSection(row: Everything, cipher: RecordCipher): Bundle["verifications"] {
  return row.checks.map((check) => {
    const held = cipher.open("check", `${check.policy}/${check.attempt}`, check.sealed);
    return {
      policy: check.policy,
      attempt: check.attempt,
      status: check.status,
      score: check.score,
      threshold: check.threshold,
      details: held?.details ?? null,
      created_at: instantOrNull(check.createdAt),
      completed_at: instantOrNull(check.completedAt),
      ...held?.extra,
    };
  });
}
