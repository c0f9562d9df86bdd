import "server-only";
import { type Actor, authorize, can, inScope } from "@/lib/actor/actor";
import { isBlindTo, showCase } from "@/lib/cases/dto";
import { type OpenCase, openCase } from "@/lib/cases/load";
import { whyNotTake } from "@/lib/cases/policy";
import { notesOf } from "@/lib/cases/read";
import type { DeskDto, RejectionReasonCode } from "@/lib/cases/schema";
import { checksOf } from "@/lib/checks/read";
import { compareFields } from "@/lib/comparison/compare";
import { documentExpiry } from "@/lib/documents/policy";
import { recordRead } from "@/lib/events/looks";
import { recordEvent } from "@/lib/events/record";
import type { Blockable } from "@/lib/lists/schema";
import { memberNames } from "@/lib/members/load";
import { readSources } from "@/lib/mrz/sources";
import { type Mrz, parseMrz } from "@/lib/mrz/zone";
import { db } from "@/lib/platform/db";
import { belowSession, scopeOf } from "@/lib/platform/scope";
import { isFinal } from "@/lib/records/holder";
import type { OpenSession } from "@/lib/records/open";
import { hidden, viewFreeText } from "@/lib/records/view";
import { screeningOf } from "@/lib/screening/read";
import { describeSession } from "@/lib/sessions/load";
import { explainSignal, riskOf } from "@/lib/signals/read";
import { openRow, type Sealed } from "@/lib/vault/seal";

export type DeskView = DeskDto;

/**
 * Everything a reviewer weighs, in one answer; images have a call of their own. Values are open to whoever holds the
 * case and masked for everybody else. While a case is fetched ahead, the event says so: it is opened when it is claimed.
 */
export async function getDesk(actor: Actor, input: { caseId: string }): Promise<DeskDto> {
  authorize(actor, "cases:read");
  // It answers with the session too. A key that only decides needs no more than the case.
  authorize(actor, "sessions:read");
  const found = await openCase(actor, input.caseId, "read");
  const desk = await readDesk(actor, found);
  if (desk.isOpen) await recordOpening(actor, found, shownFields(desk));
  else if (found.session.view.sight !== "hidden") await recordRead(actor, found.session, "desk");
  return desk;
}

/** {@link getDesk} without its event; also what a decision's snapshot keeps. */
export async function readDesk(actor: Actor, found: OpenCase): Promise<DeskView> {
  authorize(actor, "cases:read");
  const { session } = found;
  const [shown, described, personal, checks, risk, screening, notes, proposed] = await Promise.all([
    showCase(actor, found),
    describeSession(session),
    readPersonal(actor, session),
    can(actor, "results:read") ? checksOf(session) : [],
    can(actor, "sessions:read") ? riskOf(session) : null,
    can(actor, "results:read") ? screeningOf(session) : [],
    notesOf(actor, session, found),
    proposedRejection(actor, found),
  ]);
  const isOpen = session.view.sight === "clear";
  const refusal = whyNotTake(found, {
    id: actor.id,
    mayTakeEscalations: can(actor, "cases:take-escalations"),
  });
  return {
    reviewCase: shown,
    session: described,
    isOpen,
    isDualReview: session.settings.dualReview,
    approvalNeedsHits: session.settings.approvalNeedsHits,
    refusal: can(actor, "cases:decide") ? (refusal?.detail ?? null) : "Your role cannot decide cases.",
    fields: personal.fields.map((row) => (isOpen ? row : maskRow(row))),
    mrz: isOpen ? personal.mrz : personal.mrz && { ...personal.mrz, lines: [] },
    expiry: personal.expiry,
    unreadSources: personal.unreadSources,
    checks,
    riskScore: risk?.riskScore ?? null,
    riskLevel: risk?.riskLevel ?? null,
    recommendedAction: risk?.recommendedAction ?? null,
    signals: (risk?.signals ?? []).map((signal) => ({
      ...signal,
      explanation: explainSignal(signal.signalType, signal.details),
    })),
    screening,
    notes,
    proposedRejection: proposed,
  };
}

type Personal = Pick<DeskView, "fields" | "mrz" | "expiry" | "unreadSources">;

async function readPersonal(actor: Actor, session: OpenSession): Promise<Personal> {
  const key = actor.kind === "person" ? session.shownKey : undefined;
  if (!key) return { fields: [], mrz: null, expiry: { state: "unknown", detail: null }, unreadSources: [] };
  const [row, result, ocr] = await Promise.all([
    db.session.findUniqueOrThrow({
      where: { scoped: { ...inScope(actor), pk: session.pk } },
      select: { sealed: true },
    }),
    db.result.findUnique({
      where: { ofSession: { ...inScope(actor), sessionPk: session.pk } },
      select: { sealed: true, countryUsed: true },
    }),
    db.check.findFirst({
      where: { ...belowSession(session), policy: "document_ocr" },
      orderBy: { attempt: "desc" },
    }),
  ]);
  const fields = openRow(key, "session", session.id, row.sealed)?.fields ?? undefined;
  const held = openRow(key, "result", session.id, result?.sealed ?? null);
  const details = ocr && openRow(key, "check", `${ocr.policy}/${ocr.attempt}`, ocr.sealed)?.details;
  const { country, documentType } = session;
  return compare(held, fields, details, { country: result?.countryUsed ?? country, documentType });
}

function compare(
  held: Sealed["result"] | null,
  submitted: Record<string, unknown> | undefined,
  details: unknown,
  document: { country: string | null; documentType: string | null },
): Personal {
  const now = new Date();
  const data: Record<string, unknown> = held?.extractedData ?? {};
  const corrected = Object.fromEntries(
    Object.keys(held?.uncorrected ?? {}).map((field) => [field, data[field]]),
  );
  const { mrzLines, unread, ...sources } = readSources(details);
  const mrz = mrzLines ? parseMrz(mrzLines) : null;
  const extracted = { ...data, ...held?.uncorrected };
  const fields = compareFields(
    { extracted, corrected, submitted, mrz: mrz?.fields, ...sources, ...document },
    now,
  );
  const expires = fields.find(({ field }) => field === "document_expiration_date")?.shown ?? null;
  return {
    fields,
    mrz: mrzLines && zoneOf(mrz, mrzLines),
    expiry: documentExpiry(expires, now),
    unreadSources: unread,
  };
}

/** A zone that came and could not be read has no format; its lines are there all the same. */
const zoneOf = (mrz: Mrz | null, lines: string[]) =>
  mrz
    ? { format: mrz.format, isValid: mrz.isValid, checks: mrz.checks, lines }
    : { format: null, isValid: false, checks: [], lines };

type FieldRow = Personal["fields"][number];

/** What a verdict comes to, without the values it is about. */
const maskedReasons: Partial<Record<FieldRow["verdict"], string>> = {
  mismatch: "The sources differ.",
  unreadable: "A value could not be read.",
  implausible: "The value is not plausible.",
};

const maskRow = (row: FieldRow): FieldRow => ({
  ...row,
  shown: row.shown === null ? null : hidden,
  sources: row.sources.map(({ source }) => ({ source, value: hidden })),
  reason: maskedReasons[row.verdict] ?? null,
});

/**
 * Records that a case which was fetched ahead, with its images, is now on somebody's screen.
 * @throws AppError as `openCase`
 */
export async function recordShown(actor: Actor, caseId: string): Promise<void> {
  const found = await openCase(actor, caseId, "read");
  const { session } = found;
  await recordOpening(actor, found, shownFields(await readPersonal(actor, session)));
  if (session.isExpired || !can(actor, "documents:view")) return;
  const where = { ...belowSession(session), blobKey: { not: null } };
  const images = await db.document.findMany({ where, orderBy: { pk: "asc" }, select: { docType: true } });
  if (images.length === 0) return;
  await recordEvent(db, actor, {
    type: "document.viewed",
    metadata: { docTypes: images.map(({ docType }) => docType), variant: "watermarked" },
    resource: { type: "session", id: session.id },
  });
}

const shownFields = (desk: Pick<DeskView, "fields">) =>
  desk.fields.filter(({ shown }) => shown !== null).map(({ field }) => field);

/**
 * Records that somebody has the values of a case before them: once for each claim, because reading again what one works
 * on is no news. Before the claim has begun the case was fetched ahead: `case.fetched-ahead`.
 */
export async function recordOpening(actor: Actor, found: OpenCase, fields: string[]): Promise<void> {
  const type = found.claimedAt ? "case.opened" : "case.fetched-ahead";
  const seen = await db.auditEvent.findFirst({
    where: {
      organizationPk: found.organizationPk,
      environment: found.environment,
      resourceType: "case",
      resourceId: found.id,
      type,
      actorId: actor.id,
      createdAt: { gte: found.claimedAt ?? found.queuedAt },
    },
    select: { sequence: true },
  });
  if (seen) return;
  await recordEvent(db, actor, { type, metadata: { fields }, resource: { type: "case", id: found.id } });
}

/** The rejection that somebody has recommended for a case nobody has ended yet: what the next opinion starts from. */
export async function proposedRejection(
  actor: Actor,
  found: OpenCase,
): Promise<DeskDto["proposedRejection"]> {
  if (!found.firstDecision || isFinal(found.status)) return null;
  if (isBlindTo(actor, found, found.session.settings)) return null;
  const last = await db.decisionSnapshot.findFirst({
    where: { ...scopeOf(found), casePk: found.pk, isFinal: false, undoneAt: null, decision: "rejected" },
    orderBy: { pk: "desc" },
  });
  if (!last) return null;
  const names = await memberNames(actor);
  const held = openRow(found.session.shownKey, "snapshot", last.id, last.sealed);
  const { reasonCode, addToBlocklist } = held?.rejection ?? {};
  return {
    by: names.get(last.decidedBy) ?? last.decidedBy,
    reasonCode: (reasonCode as RejectionReasonCode | undefined) ?? null,
    reason: viewFreeText(found.session.view, held?.rejectionReason),
    addToBlocklist: (addToBlocklist as boolean | Blockable[] | undefined) ?? false,
  };
}
