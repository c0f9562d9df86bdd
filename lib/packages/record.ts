import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { type SnapshotDesk, storedDesk } from "@/lib/decisions/schema";
import { dayOrNull } from "@/lib/format/day";
import { instant, instantOrNull } from "@/lib/format/instant";
import { db } from "@/lib/platform/db";
import type { Prisma } from "@/lib/platform/generated/client";
import { belowRequest, belowSession } from "@/lib/platform/scope";
import { readStoredOrNull } from "@/lib/platform/stored-or-null";
import { cipherOf, type OpenSession, openSession } from "@/lib/records/open";
import { identityFieldsOf, suspicionNames } from "@/lib/remarks/load";
import { permittedFields } from "@/lib/remarks/policy";
import type { OwnRequest } from "@/lib/requests/load";
import type { RecordCipher, TellDamage } from "@/lib/vault/cipher";
import { openListValue } from "@/lib/vault/list-value";
import type { SealedRequest } from "@/lib/vault/sealed";

/** Options for the record of a session. */
type Making = {
  /** Omits the machine-readable lines, because they contain a document number that the law withholds. */
  hidesLines: boolean;
  /** Called for each row that cannot be opened or read. Unreadable data is left out. */
  tell?: TellDamage;
};

/**
 * Returns the stored data of a session that the contract's export lacks: every decision with what the reviewer saw,
 * every second look, the flag and the custom fields of the identity, list entries, and matches that were found wrong.
 * - Staff are left out. Notes of decisions and second looks are left out too, because the export contains them as notes
 * of the case.
 * - Lists, reasons and custom fields that settings mark as suspicion material are left out, because their names could
 * disclose a suspicion report.
 * - Values are stored under field names, so that a law that withholds a field finds them.
 */
export async function recordOf(
  actor: Actor,
  sessionId: string,
  { hidesLines, tell = () => undefined }: Making,
) {
  const session = await openSession(actor, sessionId, "answer");
  const cipher = session.cipher.pastDamage(tell);
  const snapshots = await db.decisionSnapshot.findMany({
    where: belowSession(session),
    orderBy: { pk: "asc" },
  });
  const all = await db.listEntry.findMany({
    where: { ...inScope(actor), OR: [{ sessionPk: session.pk }, await ownLists(actor, session)] },
    orderBy: { pk: "asc" },
    include: { list: { select: { name: true } } },
  });
  const looks = await db.secondLook.findMany({
    where: { ...inScope(actor), case: belowSession(session), givenAt: { not: null } },
    orderBy: { pk: "asc" },
    include: { snapshot: { select: { id: true } } },
  });
  const suspicion = await suspicionNames(actor);
  const { tags } = suspicion;
  const entries = all.filter(
    ({ list, reasonCode }) => !tags.includes(list.name) && !tags.includes(reasonCode ?? ""),
  );
  return {
    decisions: snapshots.map((row) => {
      const held = cipher.open("snapshot", row.id, row.sealed);
      const isStored = held?.desk !== undefined && held.desk !== null;
      const desk = isStored
        ? readStoredOrNull(storedDesk, held.desk, "decision_snapshots.sealed.desk")
        : null;
      if (isStored && !desk) tell("snapshot", row.id);
      return {
        id: row.id,
        decision: row.decision,
        is_final: row.isFinal,
        decided_at: instant(row.decidedAt),
        undone_at: instantOrNull(row.undoneAt),
        rejection_reason: held?.rejectionReason ?? null,
        ...(held?.resubmission && { resubmission: held.resubmission }),
        before: held?.before ?? null,
        seen: desk ? seenOn(desk, hidesLines) : null,
      };
    }),
    second_looks: looks.map((row) => ({
      id: row.id,
      about_decision: row.snapshot.id,
      outcome: row.outcome,
      reason_code: row.reasonCode && tags.includes(row.reasonCode) ? null : row.reasonCode,
      recorded_at: instantOrNull(row.givenAt),
    })),
    identity_flag: await flagOf(actor, session, tags),
    identity_custom_fields: permittedFields(await identityFieldsOf(actor, session, tell), suspicion),
    false_positives: await falsePositivesOf(session, cipher, tags),
    list_entries: await Promise.all(
      entries.map(async (row) => ({
        id: row.id,
        list: row.list.name,
        reason_code: row.reasonCode,
        added_at: instant(row.createdAt),
        removed_at: instantOrNull(row.removedAt),
        [row.kind]:
          row.sessionPk === null && row.sealed
            ? await openListValue(actor.scope.organizationId, row.id, row.sealed)
            : (cipher.open("listEntry", row.id, row.sealed)?.value ?? null),
      })),
    ),
  };
}

/** Entries that the customer listed without a session, and that name something of this one. */
async function ownLists(actor: Actor, session: OpenSession): Promise<Prisma.ListEntryWhereInput> {
  const digests = await db.blindIndex.findMany({
    where: { ...belowSession(session), isPart: false },
    select: { kind: true, digest: true },
  });
  const meets = { ...inScope(actor), isPart: false, OR: digests };
  return { sessionPk: null, removedAt: null, indexes: { some: meets } };
}

/** Matches with lists that members have found to be wrong, with what they wrote. */
async function falsePositivesOf(session: OpenSession, cipher: RecordCipher, unsaid: readonly string[]) {
  const marks = await db.listMark.findMany({
    where: belowSession(session),
    include: { entry: { select: { id: true, reasonCode: true, list: { select: { name: true } } } } },
    orderBy: { markedAt: "asc" },
  });
  return marks
    .filter(({ entry }) => !unsaid.includes(entry.list.name) && !unsaid.includes(entry.reasonCode ?? ""))
    .map(({ entry, markedAt, sealed }) => ({
      list_item: entry.id,
      marked_at: instant(markedAt),
      notes: cipher.open("listMark", entry.id, sealed)?.notes ?? null,
    }));
}

/** The flag of the session's identity: its own, or that of its external reference. */
async function flagOf(actor: Actor, { identityPk, externalRef }: OpenSession, unsaid: readonly string[]) {
  const known: Prisma.IdentityWhereInput[] = [
    ...(identityPk ? [{ pk: identityPk }] : []),
    ...(externalRef ? [{ externalRef }] : []),
  ];
  const found = await db.identity.findFirst({
    where: { ...inScope(actor), isFlagged: true, OR: known },
    select: { flagReason: true, flaggedAt: true },
  });
  if (!found || unsaid.includes(found.flagReason ?? "")) return null;
  return { reason: found.flagReason, flagged_at: instantOrNull(found.flaggedAt) };
}

function seenOn({ fields, mrz, signals, screening, images }: SnapshotDesk, hidesLines: boolean) {
  return {
    fields: Object.fromEntries(fields.map(({ field, ...row }) => [field, row])),
    mrz: hidesLines ? null : mrz,
    signals,
    screening,
    images,
  };
}

/** Returns the request itself, as the requester made it, with the reasons they were given. */
export async function requestRecordOf(actor: Actor, request: OwnRequest) {
  const cipher = (await cipherOf(actor, "request", request)).pastDamage(() => undefined);
  const held = cipher.open("request", request.id, request.sealed);
  const { firstName, lastName, dateOfBirth, email, phone, documentNumber, externalRef } =
    held?.requester ?? {};
  return {
    id: request.id,
    kind: request.kind,
    channel: request.channel,
    received_at: instant(request.receivedAt),
    requester: {
      first_name: firstName,
      last_name: lastName,
      date_of_birth: dateOfBirth,
      email,
      phone,
      document_number: documentNumber,
      external_ref: externalRef,
    },
    ...(held?.agent && { agent: { role: request.agentRole, ...held.agent } }),
    details: held?.details ?? null,
    data_from: dayOrNull(request.dataFrom),
    data_to: dayOrNull(request.dataTo),
    reasons: reasonsOf(held?.reasons ?? {}),
    messages: await messagesOf(request, cipher),
    letters: await lettersOf(request),
    fee: held?.fee ? { amount: held.fee.amount, reason: held.fee.reason } : null,
  };
}

/** The messages that were sent to the person, as they were sent. */
async function messagesOf(request: OwnRequest, cipher: RecordCipher) {
  const rows = await db.requestMessage.findMany({ where: belowRequest(request), orderBy: { pk: "asc" } });
  return rows.map(({ id, kind, via, sentAt, hasLetter, sealed }) => {
    const said = cipher.open("requestMessage", id, sealed);
    return {
      kind,
      via,
      sent_at: instant(sentAt),
      to: said?.to ?? null,
      subject: said?.subject ?? null,
      text: said?.text ?? null,
      letter: hasLetter,
    };
  });
}

/** The letters that were made for the person: their facts are in the rest of this file. */
async function lettersOf(request: OwnRequest) {
  const rows = await db.requestLetter.findMany({ where: belowRequest(request), orderBy: { pk: "asc" } });
  return rows.map(({ letter, language, madeAt }) => ({ letter, language, made_at: instant(madeAt) }));
}

/**
 * The reasons that the person is told: of an extension, and of pauses by what was awaited. What members write down for
 * each other is not among them, such as the reason for disclosing an open review.
 */
function reasonsOf({ extension, pause, pauseScope, pauseFee }: NonNullable<SealedRequest["reasons"]>) {
  return { extension, pause, pause_scope: pauseScope, pause_fee: pauseFee };
}
