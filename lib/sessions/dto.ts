import "server-only";
import type { Environment } from "@/lib/actor/actor";
import type { ResultDto } from "@/lib/contract/result";
import { instant, instantOrNull } from "@/lib/format/instant";
import type { Prisma, WorkflowRun } from "@/lib/platform/generated/client";
import type { CheckStatus } from "@/lib/platform/generated/enums";
import { viewMetadata } from "@/lib/records/details";
import { type View, viewExtractedData, viewFreeText, viewIdentifier, viewSubject } from "@/lib/records/view";
import { statusAt } from "@/lib/sessions/policy";
import type { SessionDto } from "@/lib/sessions/schema";
import type { Sealed } from "@/lib/vault/sealed";

/** The columns of a session for lists and details, with its case and its tags. */
export type SessionRow = {
  pk: bigint;
  id: string;
  environment: "live" | "sandbox";
  status: SessionDto["status"];
  externalRef: string | null;
  country: string | null;
  checkOverrides: string[];
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
  isRestricted: boolean;
  sealed: Uint8Array | null;
  resultSealed: Uint8Array | null;
  caseId: string | null;
  caseStatus: SessionDto["caseStatus"];
  tags: string[];
};

type Opened = { session: Sealed["session"] | null; result: Sealed["result"] | null };

/** Prisma's selection of the columns of {@link SessionRow}. */
export const sessionColumns = {
  pk: true,
  id: true,
  environment: true,
  status: true,
  externalRef: true,
  country: true,
  checkOverrides: true,
  workflowId: true,
  documentType: true,
  retentionStatus: true,
  processingAttempts: true,
  tokenExpiresAt: true,
  createdAt: true,
  updatedAt: true,
  terminalAt: true,
  resultStatus: true,
  riskScore: true,
  riskLevel: true,
  source: true,
  redactedAt: true,
  dataKeyId: true,
  isRestricted: true,
  sealed: true,
  result: { select: { sealed: true, countryUsed: true } },
  reviewCase: { select: { id: true, status: true } },
  tags: { orderBy: { position: "asc" }, select: { tag: true } },
} as const satisfies Prisma.SessionSelect;

/** Converts a session read with {@link sessionColumns} to a row. */
export const toSessionRow = ({
  result,
  reviewCase,
  tags,
  ...columns
}: Prisma.SessionGetPayload<{ select: typeof sessionColumns }>): SessionRow => ({
  ...columns,
  resultSealed: result?.sealed ?? null,
  caseId: reviewCase?.id ?? null,
  caseStatus: reviewCase?.status ?? null,
  tags: tags.map(({ tag }) => tag),
});

/**
 * Returns a session as the view allows.
 * @param isExpired whether the sensitive window has closed
 */
export function toSessionDto(
  view: View,
  row: Omit<SessionRow, "pk">,
  opened: Opened,
  isExpired: boolean,
): SessionDto {
  const status = statusAt(row, new Date());
  const isCapturing = status === "pending" || status === "capturing";
  return {
    id: row.id,
    status,
    isSandbox: row.environment === "sandbox",
    environment: row.environment,
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
    externalRef: row.externalRef,
    metadata: viewMetadata(view, opened.session?.metadata),
    country: row.country,
    checks: row.checkOverrides.length > 0 ? row.checkOverrides : null,
    workflowId: row.workflowId,
    documentType: row.documentType,
    retentionStatus:
      row.retentionStatus === "active" && isExpired ? "sensitive_redacted" : row.retentionStatus,
    processingAttempts: row.processingAttempts,
    consentIp: isExpired ? null : viewIdentifier(view, opened.session?.consentIp),
    captureUrl:
      isCapturing && !isExpired && view.sight !== "hidden" ? opened.session?.captureUrl || null : null,
    tokenExpiresAt: instantOrNull(row.tokenExpiresAt),
    caseId: row.caseId,
    caseStatus: row.caseStatus,
    tags: row.tags,
    resultStatus: row.resultStatus,
    riskScore: row.riskScore,
    riskLevel: row.riskLevel,
    source: row.source,
    redactedAt: instantOrNull(row.redactedAt),
    ...(view.sight !== "listed" && {
      subject: isExpired ? null : viewSubject(view, opened.result?.extractedData),
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

/** The latest attempt of a check. */
type RanCheck = { policy: string; status: CheckStatus };
const passedBy: Partial<Record<CheckStatus, boolean>> = { passed: true, failed: false };

type OfSession = { id: string; environment: Environment; isExpired: boolean };

/** Returns a result as the view allows. After the sensitive window it contains no personal data. */
export function toResultDto(
  view: View,
  session: OfSession,
  row: ResultRow,
  { sealed, checks }: { sealed: Sealed["result"] | null; checks: readonly RanCheck[] },
): ResultDto {
  const isExpired = session.isExpired || row.sensitiveDataExpired;
  const shown = isExpired ? null : sealed;
  return {
    sessionId: session.id,
    status: row.status,
    isSandbox: session.environment === "sandbox",
    createdAt: instant(row.createdAt),
    faceMatchPassed: row.faceMatchPassed,
    faceMatchScore: row.faceMatchScore,
    ageCheckPassed: row.ageCheckPassed,
    extractedAge: view.sight === "hidden" ? null : (shown?.extractedAge ?? null),
    extractedData: shown ? viewExtractedData(view, shown.extractedData) : {},
    rejectionReason: viewFreeText(view, shown?.rejectionReason),
    rejectionReasonCode: row.rejectionReasonCode,
    processingMode: row.processingMode,
    countryUsed: row.countryUsed,
    sensitiveDataExpired: isExpired,
    checkResults: Object.fromEntries(
      checks.map(({ policy, status }) => [policy, { status, passed: passedBy[status] ?? null }]),
    ),
    ...(view.sight !== "listed" && { isMasked: view.sight !== "clear" }),
  };
}

type StoredRun = Pick<
  WorkflowRun,
  | "id"
  | "cause"
  | "policy"
  | "status"
  | "workflowVersion"
  | "finalStatus"
  | "createdAt"
  | "startedAt"
  | "completedAt"
>;

/**
 * Returns a run of the workflow as the export of its session has it. What each check said is among the verifications;
 * the names of rules stay with the organization.
 */
export const exportedRun = (run: StoredRun) => ({
  id: run.id,
  cause: run.cause,
  policy: run.policy,
  status: run.status,
  workflow_version: run.workflowVersion,
  final_status: run.finalStatus,
  created_at: instant(run.createdAt),
  started_at: instantOrNull(run.startedAt),
  completed_at: instantOrNull(run.completedAt),
});
