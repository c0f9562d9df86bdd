import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { storedClock } from "@/lib/contract/clock";
import { noteErasures } from "@/lib/erasure/columns";
import { dayIn, dayOf, daysBetween } from "@/lib/format/day";
import { type Clock, clockOf } from "@/lib/law/clock";
import { holidaysOf } from "@/lib/law/holidays";
import { changedProfile, profileOfKind } from "@/lib/law/profile";
import { profileNamed } from "@/lib/law/profiles";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowRequest, keyOf, scopeOf, scopeSql } from "@/lib/platform/scope";
import { readStored } from "@/lib/platform/stored";
import { cipherOf } from "@/lib/records/open";
import { wantsCorrection, wantsRestriction } from "@/lib/requests/policy";
import type { Settings } from "@/lib/settings/load";
import type { RecordCipher } from "@/lib/vault/cipher";
import type { SealedRequest } from "@/lib/vault/sealed";

const missing = () => new AppError("not_found", "Request not found.");

/**
 * Finds a request in the actor's organization and environment.
 * @throws AppError not_found
 */
export async function ownRequestOf(actor: Actor, id: string) {
  const found = await db.request.findFirst({
    where: { ...inScope(actor), id },
    include: { pauses: { orderBy: { pk: "asc" } }, package: true },
  });
  if (!found) throw missing();
  return found;
}
export type OwnRequest = Awaited<ReturnType<typeof ownRequestOf>>;

/**
 * {@link ownRequestOf}, locked until the transaction ends.
 * @throws AppError not_found; conflict when another member has changed it since `version`
 */
export async function lockRequest(
  tx: Transaction,
  actor: Actor,
  id: string,
  version?: number,
): Promise<OwnRequest> {
  const [locked] = await tx.$queryRaw<{ pk: bigint }[]>`SELECT pk FROM requests WHERE id = ${id}
    AND ${scopeSql(inScope(actor))} FOR UPDATE`;
  if (!locked) throw missing();
  const found = await tx.request.findUniqueOrThrow({
    where: keyOf({ ...inScope(actor), pk: locked.pk }),
    include: { pauses: { orderBy: { pk: "asc" } }, package: true },
  });
  if (version !== undefined && version !== found.version)
    throw new AppError(
      "conflict",
      "Another member has changed this request. Reload the page to see the changes.",
    );
  return found;
}

/**
 * Returns the request's cipher for writing.
 * @throws AppError conflict when its key has been destroyed
 */
export async function writableRequestCipher(
  actor: Actor,
  request: { id: string; dataKeyId: string | null },
): Promise<RecordCipher> {
  const cipher = await cipherOf(actor, "request", request);
  if (cipher.isDestroyed)
    throw new AppError("conflict", "The personal data of this request has been erased.");
  return cipher;
}

/** The columns of a request that its clock is calculated from. */
export type Clocked = Pick<
  OwnRequest,
  "kind" | "acknowledgedAt" | "lawVersion" | "timeZone" | "receivedAt" | "extendedAt" | "pauses"
>;

/**
 * Calculates the clock of a request as it is at an instant.
 * @throws Error when the rules of its day of receipt are not known
 */
export function calculatedClock(request: Clocked, settings: Settings, now: Date): Clock {
  const facts = {
    timeZone: request.timeZone,
    receivedAt: request.receivedAt,
    isExtended: request.extendedAt !== null,
    pauses: request.pauses.map(({ ground, from, until }) => ({ ground, from, ...(until && { until }) })),
  };
  const isHoliday = holidaysOf(settings.requests.holidayPlace, settings.requests.holidays);
  const law = changedProfile(profileNamed(request.lawVersion), settings.requests.profiles);
  const { kind, acknowledgedAt } = request;
  return clockOf(
    facts,
    profileOfKind(law, { kind, isAcknowledged: acknowledgedAt !== null }),
    now,
    isHoliday,
  );
}

/** Whether a request runs on the usual clock of its law, which can be paused and extended. */
export const hasUsualClock = ({ kind, lawVersion }: Pick<OwnRequest, "kind" | "lawVersion">): boolean =>
  profileNamed(lawVersion).kinds[kind]?.clock === undefined;

/** Whether the law names no last day for the answer: it is owed without undue delay. */
export function hasNoTerm({ kind, lawVersion }: Pick<OwnRequest, "kind" | "lawVersion">): boolean {
  const clock = profileNamed(lawVersion).kinds[kind]?.clock;
  return clock !== undefined && "outcome" in clock;
}

/** What the clock of a request is read from. */
export type WithClock = Clocked & Pick<OwnRequest, "closedAt" | "closedClock" | "dueOn">;

/**
 * Returns the clock of a request; for a closed request, as it was when it was closed.
 * @throws Error when the stored clock cannot be read, or the rules of its day of receipt are not known
 */
export function clockOfRequest(request: WithClock, settings: Settings, now: Date): Clock {
  const { closedAt, closedClock } = request;
  if (closedClock !== null) return readStored(storedClock, closedClock, "requests.closed_clock");
  return closedAt ? olderClock(request, settings, closedAt) : calculatedClock(request, settings, now);
}

/**
 * The clock of a request that was closed before the program stored clocks. Its last day is the one that was stored
 * when it was closed; steps that lead to another day are left out.
 */
function olderClock(request: WithClock, settings: Settings, closedAt: Date): Clock {
  const clock = calculatedClock(request, settings, closedAt);
  const dueOn = dayOf(request.dueOn);
  if (clock.dueOn === dueOn) return clock;
  const daysLeft = daysBetween(dayIn(request.timeZone, closedAt), dueOn);
  return { ...clock, dueOn, daysLeft, reckoning: clock.reckoning.slice(0, 1) };
}

/** Adds texts to a request's sealed content, and seals it again. */
export async function resealedRequest(
  actor: Actor,
  request: OwnRequest,
  { reasons, deliveredTo, refusal, fee }: Omit<SealedRequest, "requester" | "details">,
) {
  const cipher = await writableRequestCipher(actor, request);
  const held = cipher.open("request", request.id, request.sealed) ?? { requester: {} };
  return cipher.seal("request", request.id, {
    ...held,
    reasons: { ...held.reasons, ...reasons },
    ...(deliveredTo && { deliveredTo }),
    ...(refusal && { refusal }),
    ...(fee && { fee }),
  });
}

/**
 * Deletes the package of a request. Download links to it stop working.
 * @returns the id of the key that the caller destroys with `finishRedaction` after the commit
 */
export async function endPackage(tx: Transaction, actor: Actor, request: OwnRequest): Promise<string | null> {
  await tx.package.deleteMany({ where: belowRequest(request) });
  const { package: made } = request;
  if (!made?.dataKeyId) return null;
  await noteErasures(tx, actor, [{ kind: "package", id: made.id, dataKeyId: made.dataKeyId }]);
  return made.dataKeyId;
}

type Reader = Transaction | typeof db;

const changing = { act: { in: ["restricted" as const, "corrected" as const] } };

/**
 * Returns when a request corrected, restricted or erased data last, so that its recipients are to be told; null before
 * that, and where every session was left as it is, or is under a hold or not decided.
 */
export async function changedAt(tx: Reader, request: OwnRequest): Promise<Date | null> {
  const { kind, erasedAt, actedAt } = request;
  if (erasedAt) return (await changedBy(tx, request)).length > 0 ? erasedAt : null;
  if (!actedAt || !(wantsRestriction(kind) || wantsCorrection(kind))) return null;
  const where = { ...belowRequest(request), ...changing };
  const { _max } = await tx.requestMatch.aggregate({ where, _max: { actedAt: true } });
  return _max.actedAt;
}

/** Reads which sessions a request corrected, restricted or erased. An erasure restricts what a law keeps. */
async function changedBy(tx: Reader, request: OwnRequest): Promise<bigint[]> {
  const erased = {
    state: "accepted" as const,
    session: { OR: [{ retentionStatus: "redacted" as const }, { isRestricted: true }] },
  };
  const rows = await tx.requestMatch.findMany({
    where: { ...belowRequest(request), OR: [changing, ...(request.erasedAt ? [erased] : [])] },
    select: { sessionPk: true },
  });
  return rows.map(({ sessionPk }) => sessionPk);
}

/**
 * Reads from deliveries and screening who received the data of the changed sessions. The sessions are read first: in one
 * statement, the database may go through the deliveries of everybody.
 */
async function foundRecipients(tx: Reader, request: OwnRequest): Promise<string[]> {
  const own = { ...scopeOf(request), sessionPk: { in: await changedBy(tx, request) } };
  const [deliveries, screening] = await Promise.all([
    tx.webhookDelivery.findMany({
      where: { ...own, status: "delivered" },
      distinct: ["url"],
      select: { url: true },
    }),
    tx.screeningCheck.findMany({
      where: { ...own, provider: { not: null } },
      distinct: ["provider"],
      select: { provider: true },
    }),
  ]);
  const hosts = deliveries.map(({ url }) => (URL.canParse(url) ? new URL(url).host : url));
  return [...new Set([...hosts, ...screening.flatMap(({ provider }) => provider ?? [])])];
}

/**
 * Lists the recipients of the data that a request corrected, erased or restricted, who must be told of it unless that is
 * impossible or takes a disproportionate effort (GDPR Art. 19; for a deletion Cal. Civ. Code § 1798.105(c)(1)).
 * @returns names of organizations or hosts: those that were named with the request, those that the records name now,
 * and all of them, sorted; none before anything was changed
 */
export async function recipientsOf(
  request: OwnRequest,
  tx: Reader = db,
): Promise<Record<"named" | "found" | "all", string[]>> {
  if (!(await changedAt(tx, request))) return { named: [], found: [], all: [] };
  const [rows, found] = await Promise.all([
    tx.requestRecipient.findMany({
      where: belowRequest(request),
      distinct: ["name"],
      select: { name: true },
    }),
    foundRecipients(tx, request),
  ]);
  const named = rows.map(({ name }) => name);
  return { named, found, all: [...new Set([...named, ...found])].sort() };
}
