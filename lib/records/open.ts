import "server-only";
import { type Actor, can, inScope } from "@/lib/actor/actor";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { onPrimary } from "@/lib/platform/replicas";
import { sameScope, scopeSql } from "@/lib/platform/scope";
import { accessOf, type Caller, type Purpose, type RecordState, reachOf } from "@/lib/records/access";
import { hasSaidWhy, SessionClosed } from "@/lib/records/opening";
import type { View } from "@/lib/records/view";
import { isSensitiveDataExpired } from "@/lib/records/window";
import { currentSettings, type Settings, type ViewSettings } from "@/lib/settings/load";
import { closedCipher, type RecordCipher } from "@/lib/vault/cipher";
import { type Owner, type OwnerKind, openCiphers } from "@/lib/vault/open-keys";

declare const opened: unique symbol;

/** The columns of a session that every reader needs. None of them is sealed. */
export const sessionFacts = {
  organizationPk: true,
  environment: true,
  pk: true,
  id: true,
  status: true,
  externalRef: true,
  documentType: true,
  country: true,
  source: true,
  dataKeyId: true,
  retentionStatus: true,
  terminalAt: true,
  createdAt: true,
  resultStatus: true,
  riskScore: true,
  riskLevel: true,
  redactedAt: true,
  restrictedAt: true,
  restrictedUntilOn: true,
  isRestricted: true,
  identityPk: true,
} as const;

export type SessionFacts = NonNullable<Awaited<ReturnType<typeof loadFacts>>>;

/** A session that this module has opened to an actor for a purpose. Only this module creates one. */
export type OpenSession = SessionFacts & {
  readonly [opened]: Purpose;
  readonly settings: Settings;
  /** Opens and seals everything stored for the session. */
  readonly cipher: RecordCipher;
  /** Whether the sensitive window has closed or the session is redacted. */
  readonly isExpired: boolean;
  /** Opens only what may be shown: nothing once {@link OpenSession.isExpired}. */
  readonly shown: RecordCipher;
  readonly view: View;
};

const loadFacts = (actor: Actor, id: string) =>
  onPrimary(() =>
    db.session.findUnique({
      where: { organizationPk_environment_id: { ...inScope(actor), id } },
      select: sessionFacts,
    }),
  );

type Stated = Pick<
  SessionFacts,
  "organizationPk" | "environment" | "pk" | "id" | "isRestricted" | "retentionStatus"
>;

function stateOf({ isRestricted, retentionStatus }: Stated): RecordState {
  if (isRestricted) return "restricted";
  return retentionStatus === "redacted" ? "redacted" : "free";
}

const callerOf = (actor: Actor, { isHolder = false, hasSaidWhy = false } = {}): Caller => ({
  kind: actor.kind,
  mayReadRestricted: can(actor, "sessions:read-restricted"),
  mayMask: can(actor, "pii:mask"),
  mayReveal: can(actor, "pii:reveal"),
  mayReadWhitelisted: can(actor, "pii:whitelisted"),
  isHolder,
  hasSaidWhy,
});

/**
 * Refuses what the record's state does not allow this actor.
 * @param what how the caller named it, for the sentence "Session not found."
 * @throws AppError not_found when it is hidden from the actor; conflict when a reason is missing, or nobody may change it
 */
export async function requireReach(
  actor: Actor,
  purpose: Purpose,
  session: Stated,
  what = "Session",
): Promise<void> {
  const state = stateOf(session);
  if (state !== "restricted") return;
  const caller = callerOf(actor);
  const mayHaveSaid = caller.kind === "person" && caller.mayReadRestricted;
  const reach = reachOf(purpose, state, {
    ...caller,
    hasSaidWhy: mayHaveSaid && (await onPrimary(() => hasSaidWhy(session, actor.id))),
  });
  if (reach === "hidden") throw new AppError("not_found", `${what} not found.`);
  if (reach === "closed") throw new SessionClosed(session.id);
  if (reach === "frozen")
    throw new AppError("conflict", "This session is restricted. It is stored and cannot be changed.");
}

/** Adds settings, ciphers and view to a session that {@link requireReach} has let through. */
async function handleOf(
  actor: Actor,
  facts: SessionFacts,
  purpose: Purpose,
  isHolder = false,
): Promise<OpenSession> {
  const [settings, cipher] = await Promise.all([currentSettings(actor), cipherOf(actor, "session", facts)]);
  const isExpired = isSensitiveDataExpired(facts, settings.retention, new Date());
  const { opens, sight, whitelist } = accessOf({
    purpose,
    state: stateOf(facts),
    isWindowClosed: isExpired,
    // The reason was checked before, where one is needed.
    caller: callerOf(actor, { isHolder, hasSaidWhy: true }),
    apiPiiFields: settings.apiPiiFields,
  });
  const shown = opens === "nothing" ? closedCipher : cipher;
  const view = { sight, whitelist };
  const opened = { ...facts, settings, cipher, isExpired, shown, view } as OpenSession;
  openedFor.set(opened, { actor, purpose });
  return opened;
}

/**
 * The facts of a session, named by its id, for one purpose. They hold nothing personal.
 * @throws AppError not_found, alike for ids that do not exist, ids that are somebody else's and records that are
 * hidden from the actor; conflict as {@link requireReach} says
 */
export async function requireSession(actor: Actor, id: string, purpose: Purpose): Promise<SessionFacts> {
  const facts = await loadFacts(actor, id);
  if (!facts) throw new AppError("not_found", "Session not found.");
  await requireReach(actor, purpose, facts);
  return facts;
}

/**
 * Refuses to tell again what was once answered about a session that is restricted by now.
 * @param names every text that may be the id of a session, a case or a screening check
 * @throws AppError not_found
 */
export async function requireNoneRestricted(actor: Actor, names: readonly string[]): Promise<void> {
  if (can(actor, "sessions:read-restricted")) return;
  const ids = [...names];
  const found = await onPrimary(
    () => db.$queryRaw<unknown[]>`
    SELECT 1 FROM sessions s WHERE ${scopeSql(inScope(actor), "s")}
      AND s.is_restricted AND (s.id = ANY(${ids})
        OR EXISTS (SELECT 1 FROM review_cases c WHERE ${sameScope("c", "s")} AND c.session_pk = s.pk AND c.id = ANY(${ids}))
        OR EXISTS (SELECT 1 FROM screening_checks k WHERE ${sameScope("k", "s")} AND k.session_pk = s.pk AND k.id = ANY(${ids}))) LIMIT 1`,
  );
  if (found.length > 0) throw new AppError("not_found", "The record of this call was not found.");
}

/** A session by its id, or a handle that is already open and shared by several reads of a page. */
export type SessionName = string | OpenSession;

/** The actor and the purpose of each handle. */
const openedFor = new WeakMap<OpenSession, { actor: Actor; purpose: Purpose }>();

/**
 * Opens a session for one purpose. A handle that the same actor has for the same purpose is good again.
 * @throws AppError as {@link requireSession}; Error for a handle that was made for somebody or something else
 */
export async function openSession(actor: Actor, named: SessionName, purpose: Purpose): Promise<OpenSession> {
  if (typeof named === "string") return handleOf(actor, await requireSession(actor, named, purpose), purpose);
  const made = openedFor.get(named);
  if (made?.actor !== actor || made.purpose !== purpose)
    throw new Error("A handle serves the actor and the purpose that it was made for.");
  return named;
}

/**
 * Opens the session behind something that has been found by another id.
 * @param found `what` the caller named, such as "Case", and whether the actor holds the session's case
 * @throws AppError as {@link requireSession}
 */
export async function openBehind(
  actor: Actor,
  facts: SessionFacts,
  purpose: Purpose,
  { what, isHolder = false }: { what: string; isHolder?: boolean },
): Promise<OpenSession> {
  await requireReach(actor, purpose, facts, what);
  return handleOf(actor, facts, purpose, isHolder);
}

/**
 * Opens and seals what is held of one session, request or package; nothing once its data key is destroyed, and nothing
 * where there is no owner.
 */
export async function cipherOf(actor: Actor, kind: OwnerKind, owner: Owner | null): Promise<RecordCipher> {
  return owner?.dataKeyId ? (await openCiphers(actor.scope, kind, [owner]))(owner.id) : closedCipher;
}

/** {@link cipherOf} for the rows of a list, in one query, by the owner's id. */
export const ciphersOf = (
  actor: Actor,
  kind: OwnerKind,
  owners: readonly Owner[],
): Promise<(ownerId: string) => RecordCipher> => openCiphers(actor.scope, kind, owners);

/** The columns of a listed session that decide what may be shown. */
export type Listed = Owner & {
  documentType: string | null;
  terminalAt: Date | null;
  retentionStatus: string;
  isRestricted: boolean;
};

/** An opened session of a list. */
export type ListedSession = Pick<OpenSession, "cipher" | "isExpired" | "shown" | "view">;

/**
 * Opens the sessions of a list, by their ids: the same rules as {@link openSession}, and one query for all their keys.
 * A list shows nothing of a restricted session, whoever asks.
 */
export async function openListed(
  actor: Actor,
  rows: readonly Listed[],
  settings: ViewSettings,
): Promise<(id: string) => ListedSession> {
  const now = new Date();
  const free = rows.filter(({ isRestricted }) => !isRestricted);
  const cipherOfRow = await ciphersOf(actor, "session", free);
  const known = new Map(free.map((row) => [row.id, row]));
  const caller = callerOf(actor);
  return (id) => {
    const row = known.get(id);
    const cipher = cipherOfRow(id);
    const isExpired = !row || isSensitiveDataExpired(row, settings.retention, now);
    const state = row?.retentionStatus === "redacted" ? "redacted" : "free";
    const asked = { purpose: "read", state, isWindowClosed: isExpired, caller } as const;
    const { opens, sight, whitelist } = accessOf({ ...asked, apiPiiFields: settings.apiPiiFields });
    const shown = opens === "nothing" ? closedCipher : cipher;
    return { cipher, isExpired, shown, view: { sight, whitelist } };
  };
}
