import {
  config,
  customerRef,
  type FieldMap,
  ownScope,
  reference,
  removed,
  scope,
  sealed,
  staff,
  state,
  time,
  vendorWord,
} from "@/lib/vault/field-kinds";
import { caseFields } from "@/lib/vault/field-map-cases";
import { organizationFields } from "@/lib/vault/field-map-organization";
import { requestFields } from "@/lib/vault/field-map-requests";
import { screeningFields } from "@/lib/vault/field-map-screening";
import { sourceFields } from "@/lib/vault/field-map-sources";
import { toldFields } from "@/lib/vault/field-map-told";

/**
 * Classifies every column of the main database. `personal`: exports contain it and redactions destroy it (`null`
 * empties the column, `delete` deletes the row). `kept`: not personal, with the reason why it is kept. Redactions
 * follow this map, and a test fails when it lacks a column.
 */
export const fieldMap: FieldMap = {
  ...organizationFields,
  ...sourceFields,
  Session: {
    pk: reference,
    organizationPk: scope,
    environment: scope,
    id: reference,
    status: state,
    externalRef: customerRef,
    country: { kept: "country whose rules applied; needed to prove the outcome, names nobody" },
    checkOverrides: vendorWord,
    workflowId: vendorWord,
    documentType: vendorWord,
    retentionStatus: state,
    processingAttempts: state,
    tokenExpiresAt: time,
    createdAt: time,
    updatedAt: time,
    terminalAt: time,
    resultStatus: state,
    riskScore: state,
    riskLevel: state,
    source: vendorWord,
    dataKeyId: { personal: "names the key that opens the rest", redact: "null" },
    sealed: sealed("metadata, consent IP, capture URL, pre-filled fields, device, unknown fields"),
    importDigest: { personal: "keyed digest over the whole bundle", redact: "null" },
    importedUpdatedAt: time,
    redactedAt: time,
    identityPk: reference,
    restrictedAt: time,
    restrictedUntilOn: time,
    isRestricted: state,
    indexVersion: state,
  },
  SessionOpening: {
    ...ownScope,
    sessionPk: reference,
    memberId: staff,
    expiresAt: time,
  },
  SessionTag: {
    sessionPk: reference,
    organizationPk: scope,
    environment: scope,
    tag: vendorWord,
    position: state,
    createdAt: time,
    id: reference,
    isRestricted: state,
  },
  OneTimeLink: {
    ...ownScope,
    pk: reference,
    sessionPk: reference,
    id: reference,
    status: state,
    createdAt: time,
    expiresAt: time,
    tokenDigest: { personal: "digest of a token that opens the capture page", redact: "null" },
    grantDigest: { personal: "digest of a cookie that opens the capture page", redact: "null" },
    sealed: sealed("capture URL"),
  },
  BlindIndex: {
    pk: removed("index row"),
    sessionPk: removed("index row"),
    organizationPk: removed("index row"),
    environment: removed("index row"),
    kind: removed("index row"),
    digest: removed("keyed digest of a personal value"),
    isPart: removed("index row"),
  },
  Result: {
    ...ownScope,
    pk: reference,
    sessionPk: reference,
    status: state,
    createdAt: time,
    faceMatchPassed: state,
    faceMatchScore: state,
    ageCheckPassed: state,
    rejectionReasonCode: vendorWord,
    processingMode: vendorWord,
    countryUsed: { kept: "country whose rules applied; needed to prove the outcome, names nobody" },
    sensitiveDataExpired: state,
    sealed: sealed("extracted data, extracted age, rejection prose, unknown fields"),
  },
  Document: {
    ...ownScope,
    pk: reference,
    sessionPk: reference,
    id: reference,
    docType: vendorWord,
    documentType: vendorWord,
    page: vendorWord,
    mimeType: vendorWord,
    sizeBytes: state,
    capturedAt: time,
    width: state,
    height: state,
    blobKey: { personal: "names the image's ciphertext", redact: "null" },
    thumbnailKey: { personal: "names the thumbnail's ciphertext", redact: "null" },
    sealed: sealed("unknown fields"),
  },
  Check: {
    ...ownScope,
    pk: reference,
    sessionPk: reference,
    policy: vendorWord,
    attempt: state,
    status: state,
    score: state,
    threshold: state,
    createdAt: time,
    completedAt: time,
    sealed: sealed("details, unknown fields"),
  },
  FraudSignal: {
    ...ownScope,
    pk: reference,
    sessionPk: reference,
    position: state,
    signalType: vendorWord,
    riskScore: state,
    riskLevel: state,
    otherRiskLevel: { personal: "a level in the source's own words", redact: "null" },
    sealed: sealed("details, unknown fields"),
  },
  ...screeningFields,
  ...caseFields,
  ...requestFields,
  ...toldFields,
  Identity: {
    pk: reference,
    organizationPk: scope,
    environment: scope,
    id: reference,
    externalRef: customerRef,
    status: state,
    tags: vendorWord,
    isFlagged: state,
    flagReason: state,
    flaggedAt: time,
    flaggedBy: staff,
    createdAt: time,
    updatedAt: time,
    firstVerifiedAt: time,
    lastVerifiedAt: time,
    archivedAt: time,
    redactedAt: time,
    mergedIntoPk: reference,
    mergedAt: time,
    monitoredLists: reference,
    sealed: sealed("custom fields that the customer stored with the identity"),
  },
  WebhookDelivery: {
    pk: reference,
    organizationPk: scope,
    environment: scope,
    sessionPk: reference,
    identityPk: reference,
    endpointPk: reference,
    id: reference,
    event: vendorWord,
    url: config,
    status: state,
    attempts: state,
    maxAttempts: state,
    httpStatus: state,
    createdAt: time,
    nextAttemptAt: time,
    leasedUntil: time,
    endedAt: time,
    payload: { kept: "ids and statuses only; built without personal data" },
    sealed: sealed("last error, unknown fields"),
  },
};

/** Returns the columns of a table that a redaction empties. */
export function redactedColumns(model: string): Record<string, null> {
  const columns = Object.entries(fieldMap[model] ?? {});
  const emptied = columns.filter(([, column]) => "personal" in column && column.redact === "null");
  return Object.fromEntries(emptied.map(([name]) => [name, null]));
}

/**
 * Returns the tables below a session that contain personal data. The session's own row is redacted separately,
 * together with its state.
 */
export const personalModels = (): string[] =>
  Object.keys(fieldMap).filter(
    (model) =>
      model !== "Session" && Object.values(fieldMap[model] ?? {}).some((column) => "personal" in column),
  );

/** Returns whether a redaction deletes the rows of a table instead of emptying columns. */
export const isRemoved = (model: string): boolean =>
  Object.values(fieldMap[model] ?? {}).some((column) => "personal" in column && column.redact === "delete");
