import "server-only";
import { type Actor, can } from "@/lib/auth/actor";
import { instant, instantOrNull } from "@/lib/format/instant";
import { isSensitiveDataExpired } from "@/lib/privacy/policy";
import type { Sealed } from "@/lib/privacy/seal";
import { viewExtractedData, viewFreeText, viewSubject } from "@/lib/privacy/view";
import type { ResultDto, SessionDto } from "@/lib/sessions/schema";
import type { Settings } from "@/lib/settings/current";

/** A session as lists and details read it from the database, with its case and its tags. */
export type SessionRow = {
  pk: bigint;
  id: string;
  environment: "live" | "sandbox";
  status: SessionDto["status"];
  externalRef: string | null;
  country: string | null;
  checkOverrides: unknown;
  workflowId: string | null;
  documentType: string | null;
  retentionStatus: SessionDto["retentionStatus"];
  processingAttempts: number | null;
  tokenExpiresAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  terminalAt: Date | null;
  resultStatus: SessionDto["resultStatus"];
  riskScore: number | null;
  riskLevel: SessionDto["riskLevel"];
  source: string;
  redactedAt: Date | null;
  dataKeyId: string | null;
  sealed: Uint8Array | null;
  resultSealed: Uint8Array | null;
  caseId: string | null;
  caseStatus: SessionDto["caseStatus"];
  tags: string[];
};

type Opened = { session: Sealed["session"] | null; result: Sealed["result"] | null };

/** The row as this actor may see it. */
export function toSessionDto(
  actor: Actor,
  row: SessionRow,
  opened: Opened,
  settings: Settings,
  now: Date,
): SessionDto {
  const isExpired = isSensitiveDataExpired(row, settings, now);
  const mayReadPersonal = actor.kind !== "person" || can(actor, "pii:mask");
  const isCapturing = row.status === "pending" || row.status === "capturing";
  return {
    id: row.id,
    status: row.status,
    isSandbox: row.environment === "sandbox",
    environment: row.environment,
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
    externalRef: row.externalRef,
    metadata: (mayReadPersonal && opened.session?.metadata) || {},
    country: row.country,
    checks: row.checkOverrides as string[] | null,
    workflowId: row.workflowId,
    documentType: row.documentType,
    retentionStatus:
      row.retentionStatus === "active" && isExpired ? "sensitive_redacted" : row.retentionStatus,
    processingAttempts: row.processingAttempts,
    consentIp: (mayReadPersonal && !isExpired && opened.session?.consentIp) || null,
    captureUrl: (isCapturing && mayReadPersonal && !isExpired && opened.session?.captureUrl) || null,
    tokenExpiresAt: instantOrNull(row.tokenExpiresAt),
    caseId: row.caseId,
    caseStatus: row.caseStatus,
    tags: row.tags,
    resultStatus: row.resultStatus,
    riskScore: row.riskScore,
    riskLevel: row.riskLevel,
    source: row.source,
    redactedAt: instantOrNull(row.redactedAt),
    ...(actor.kind === "person" && {
      subject: isExpired ? null : viewSubject(actor, opened.result?.extractedData),
    }),
  };
}

export type ResultRow = {
  status: ResultDto["status"];
  createdAt: Date;
  faceMatchPassed: boolean | null;
  faceMatchScore: number | null;
  ageCheckPassed: boolean | null;
  rejectionReasonCode: string | null;
  processingMode: string | null;
  countryUsed: string | null;
  sensitiveDataExpired: boolean;
};

/** A result as this actor may see it; past the sensitive window nothing personal is left in it. */
export function toResultDto(
  actor: Actor,
  sessionId: string,
  row: ResultRow,
  sealed: Sealed["result"] | null,
  settings: Settings,
  isWindowClosed: boolean,
): ResultDto {
  const isExpired = isWindowClosed || row.sensitiveDataExpired;
  const shown = isExpired ? null : sealed;
  return {
    sessionId,
    status: row.status,
    isSandbox: actor.scope.environment === "sandbox",
    createdAt: instant(row.createdAt),
    faceMatchPassed: row.faceMatchPassed,
    faceMatchScore: row.faceMatchScore,
    ageCheckPassed: row.ageCheckPassed,
    extractedAge: actor.kind !== "person" || can(actor, "pii:mask") ? (shown?.extractedAge ?? null) : null,
    extractedData: shown ? viewExtractedData(actor, shown.extractedData, settings.apiPiiFields) : {},
    rejectionReason: viewFreeText(actor, shown?.rejectionReason),
    rejectionReasonCode: row.rejectionReasonCode,
    processingMode: row.processingMode,
    countryUsed: row.countryUsed,
    sensitiveDataExpired: isExpired,
    ...(actor.kind === "person" && { isMasked: true }),
  };
}
