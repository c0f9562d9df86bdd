import "server-only";
import { recordEvent } from "@/lib/audit/record";
import { type Actor, authorize, can } from "@/lib/auth/actor";
import { type OwnCase, ownCaseOf } from "@/lib/cases/own";
import { holderOf, whyNotTake } from "@/lib/cases/policy";
import { proposedRejection } from "@/lib/cases/proposal";
import { getSessionCase } from "@/lib/cases/read";
import type { DeskDto } from "@/lib/cases/schema";
import { showCase } from "@/lib/cases/show";
import { compareFields } from "@/lib/checks/compare";
import { listChecks } from "@/lib/checks/read";
import { readSources } from "@/lib/checks/sources";
import { parseMrz } from "@/lib/documents/mrz";
import { documentExpiry } from "@/lib/documents/policy";
import { db } from "@/lib/platform/db";
import { openRow, type Sealed } from "@/lib/privacy/seal";
import { hidden } from "@/lib/privacy/view";
import { shownDataKey } from "@/lib/privacy/window";
import { listScreening } from "@/lib/screening/read";
import { describeSession } from "@/lib/sessions/list";
import { currentSettings } from "@/lib/settings/current";
import { explainSignal } from "@/lib/signals/explain";
import { getRisk } from "@/lib/signals/read";

export type DeskView = DeskDto;

/**
 * Everything a reviewer weighs, in one answer; images have a call of their own. Values are open to whoever holds the
 * case and masked for everybody else; the first look of a claim is an event.
 */
export async function getDesk(actor: Actor, input: { caseId: string }): Promise<DeskDto> {
  authorize(actor, "cases:read");
  // It answers with the session too. A key that only decides needs no more than the case.
  authorize(actor, "sessions:read");
  const found = await ownCaseOf(actor, input.caseId);
  const desk = await readDesk(actor, found);
  if (desk.isOpen) await recordFirstLook(actor, found, desk);
  return desk;
}

/** {@link getDesk} without its event; also what a decision's snapshot keeps. */
export async function readDesk(actor: Actor, found: OwnCase): Promise<DeskView> {
  authorize(actor, "cases:read");
  const sessionId = found.session.id;
  const [shown, session, settings, personal, checks, risk, screening, { notes }, proposed] =
    await Promise.all([
      showCase(actor, found),
      describeSession(actor, sessionId),
      currentSettings(actor),
      readPersonal(actor, found),
      can(actor, "results:read") ? listChecks(actor, { sessionId }) : { data: [] },
      can(actor, "sessions:read") ? getRisk(actor, { sessionId }) : null,
      can(actor, "results:read") ? listScreening(actor, { sessionId }) : { data: [] },
      getSessionCase(actor, { sessionId }),
      proposedRejection(actor, found),
    ]);
  const isOpen = mayReadOpen(actor, found);
  const refusal = whyNotTake(found, {
    id: actor.id,
    mayTakeEscalations: can(actor, "cases:take-escalations"),
  });
  return {
    reviewCase: shown,
    session,
    isOpen,
    isDualReview: settings.dualReview,
    refusal: can(actor, "cases:decide") ? (refusal?.detail ?? null) : "Your role does not decide cases.",
    fields: personal.fields.map((row) => (isOpen ? row : maskRow(row))),
    mrz: isOpen ? personal.mrz : personal.mrz && { ...personal.mrz, lines: [] },
    expiry: personal.expiry,
    checks: checks.data,
    riskScore: risk?.riskScore ?? null,
    riskLevel: risk?.riskLevel ?? null,
    recommendedAction: risk?.recommendedAction ?? null,
    signals: (risk?.signals ?? []).map((signal) => ({
      ...signal,
      explanation: explainSignal(signal.signalType, signal.details),
    })),
    screening: screening.data,
    notes,
    proposedRejection: proposed,
  };
}

/** A person who holds the case works on it; an API key has its whitelist and reads the result instead. */
const mayReadOpen = (actor: Actor, found: OwnCase) =>
  actor.kind === "person" && can(actor, "pii:reveal") && holderOf(found, new Date()) === actor.id;

type Personal = Pick<DeskView, "fields" | "mrz" | "expiry">;

async function readPersonal(actor: Actor, { session }: OwnCase): Promise<Personal> {
  const key = actor.kind === "person" ? await shownDataKey(actor, session) : undefined;
  if (!key) return { fields: [], mrz: null, expiry: { state: "unknown", detail: null } };
  const [row, result, ocr] = await Promise.all([
    db.session.findUniqueOrThrow({ where: { pk: session.pk }, select: { sealed: true } }),
    db.result.findUnique({ where: { sessionPk: session.pk }, select: { sealed: true } }),
    db.check.findFirst({
      where: { sessionPk: session.pk, policy: "document_ocr" },
      orderBy: { attempt: "desc" },
    }),
  ]);
  const fields = openRow(key, "session", session.id, row.sealed)?.fields ?? undefined;
  const held = openRow(key, "result", session.id, result?.sealed ?? null);
  const details = ocr && openRow(key, "check", `${ocr.policy}/${ocr.attempt}`, ocr.sealed)?.details;
  return compare(held, fields, details);
}

function compare(
  held: Sealed["result"] | null,
  submitted: Record<string, unknown> | undefined,
  details: unknown,
): Personal {
  const now = new Date();
  const data: Record<string, unknown> = held?.extractedData ?? {};
  const corrected = Object.fromEntries(
    Object.keys(held?.uncorrected ?? {}).map((field) => [field, data[field]]),
  );
  const { mrzLines, ...sources } = readSources(details);
  const mrz = mrzLines ? parseMrz(mrzLines) : null;
  const expiry = documentExpiry(data.document_expiration_date, now);
  return {
    fields: compareFields(
      { extracted: { ...data, ...held?.uncorrected }, corrected, submitted, mrz: mrz?.fields, ...sources },
      now,
    ),
    mrz: mrz && mrzLines && { format: mrz.format, isValid: mrz.isValid, checks: mrz.checks, lines: mrzLines },
    expiry: { state: expiry.state, detail: expiry.detail },
  };
}

type FieldRow = Personal["fields"][number];

const maskRow = (row: FieldRow): FieldRow => ({
  ...row,
  shown: row.shown === null ? null : hidden,
  sources: row.sources.map(({ source }) => ({ source, value: hidden })),
  reason: row.verdict === "mismatch" ? "The sources differ." : null,
});

/** Once a claim: reading again what one works on is no news. */
async function recordFirstLook(actor: Actor, found: OwnCase, desk: DeskView): Promise<void> {
  const seen = await db.auditEvent.findFirst({
    where: {
      organizationPk: found.organizationPk,
      environment: found.environment,
      resourceType: "case",
      resourceId: found.id,
      type: "case.opened",
      actorId: actor.id,
      createdAt: { gte: found.claimedAt ?? found.queuedAt },
    },
    select: { sequence: true },
  });
  if (seen) return;
  await recordEvent(db, actor, {
    type: "case.opened",
    metadata: { fields: desk.fields.filter(({ shown }) => shown !== null).map(({ field }) => field) },
    resource: { type: "case", id: found.id },
  });
}
