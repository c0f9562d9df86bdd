import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { showCase } from "@/lib/cases/dto";
import type { Move } from "@/lib/cases/policy";
import type { CaseDto } from "@/lib/cases/schema";
import { recordEvent } from "@/lib/events/record";
import type { AuditEventInput } from "@/lib/events/types";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Prisma } from "@/lib/platform/generated/client";
import { keyOf, sameScope, scopeSql } from "@/lib/platform/scope";
import type { Purpose } from "@/lib/records/access";
import { holderOf } from "@/lib/records/holder";
import { announceCases } from "@/lib/records/live";
import { cipherOf, type OpenSession, openBehind, requireReach, sessionFacts } from "@/lib/records/open";
import type { RecordCipher } from "@/lib/vault/cipher";
import type { Sealed } from "@/lib/vault/sealed";

const notFound = () => new AppError("not_found", "Case not found.");

const withSession = { session: { select: sessionFacts } } as const;

async function loadCase(actor: Actor, id: string, tx: Transaction) {
  const where = { organizationPk_environment_id: { ...inScope(actor), id } };
  const found = await tx.reviewCase.findUnique({ where, include: withSession, relationLoadStrategy: "join" });
  if (!found) throw notFound();
  return found;
}

/** A case of the actor's organization and environment, with the facts of its session. */
export type OwnCase = Awaited<ReturnType<typeof loadCase>>;

/**
 * Finds the case that an actor names, for one purpose. A case is reachable exactly when its session is.
 * @throws AppError not_found, with the same message for an unknown id, an id of another organization and a case whose
 * session is hidden from the actor; conflict where the session's restriction needs a reason or forbids a change
 */
export async function ownCaseOf(
  actor: Actor,
  id: string,
  purpose: Purpose,
  tx: Transaction = db,
): Promise<OwnCase> {
  const found = await loadCase(actor, id, tx);
  await requireReach(actor, purpose, found.session, "Case");
  return found;
}

/** A case whose session has been opened. */
export type OpenCase = Omit<OwnCase, "session"> & { session: OpenSession };

/** {@link ownCaseOf} with its session opened. Values are clear to the member who claimed the case. */
export async function openCase(actor: Actor, id: string, purpose: Purpose): Promise<OpenCase> {
  const found = await loadCase(actor, id, db);
  const isHolder = actor.kind === "person" && holderOf(found, new Date()) === actor.id;
  return { ...found, session: await openBehind(actor, found.session, purpose, { what: "Case", isHolder }) };
}

/**
 * {@link ownCaseOf} for a change: locks the case until the transaction ends, so that a second caller sees the first
 * change. The session is locked first, as redactions and imports do; its hits change only under that lock.
 */
export async function lockCase(tx: Transaction, actor: Actor, id: string): Promise<OwnCase> {
  await lockRows(tx, actor, id);
  return ownCaseOf(actor, id, "work", tx);
}

/**
 * Locks the session and the case of {@link lockCase}.
 * @throws AppError not_found
 */
export async function lockRows(tx: Transaction, actor: Actor, id: string): Promise<void> {
  const locked = await tx.$queryRaw<{ pk: bigint }[]>`
    SELECT c.pk FROM sessions s JOIN review_cases c ON ${sameScope("c", "s")} AND c.session_pk = s.pk
    WHERE ${scopeSql(inScope(actor), "c")} AND c.id = ${id} FOR UPDATE OF s, c`;
  if (locked.length === 0) throw notFound();
}

export type CaseColumns = Prisma.ReviewCaseUncheckedUpdateInput;

export type Change = { changes: CaseColumns; event?: AuditEventInput };

/**
 * Returns the columns that a move changes.
 * @throws AppError when the move was refused
 */
export function allowed(move: Move): CaseColumns {
  if ("refused" in move) throw new AppError(move.refused.code, move.refused.detail);
  return move.changes;
}

/**
 * Checks that the case still has the version that the caller read.
 * @throws AppError conflict when another member has changed it
 */
export function assertVersion(found: OwnCase, version: number | undefined): void {
  if (version !== undefined && version !== found.version)
    throw new AppError(
      "conflict",
      "This case has changed since you opened it. Reload it and check your change.",
    );
}

/**
 * Changes one case under its lock. The change, its version and its event are one transaction; watchers are told
 * afterwards.
 */
export async function changeCase(
  actor: Actor,
  input: { caseId: string; version?: number },
  decide: (found: OwnCase, tx: Transaction) => Promise<Change> | Change,
): Promise<CaseDto> {
  const changed = await db.$transaction(
    async (tx) => {
      const found = await lockCase(tx, actor, input.caseId);
      assertVersion(found, input.version);
      const { changes, event } = await decide(found, tx);
      const row = await tx.reviewCase.update({
        where: keyOf(found),
        data: { ...changes, version: { increment: 1 } },
      });
      if (event) await recordEvent(tx, actor, { ...event, resource: { type: "case", id: found.id } });
      return { ...row, session: found.session };
    },
    { timeout: 15_000 },
  );
  announceCases(actor, [changed.id]);
  return showCase(actor, changed);
}

/**
 * Returns the cipher for a write.
 * @throws AppError conflict when the session's key is destroyed: nothing personal can be written any more
 */
export async function writableCipher(actor: Actor, found: OwnCase): Promise<RecordCipher> {
  const cipher = await cipherOf(actor, "session", found.session);
  if (cipher.isDestroyed) throw sessionRedacted();
  return cipher;
}

export const sessionRedacted = () => new AppError("conflict", "This session has been redacted.");

/** Seals a case's values again with `added`. Reasons are kept per kind. */
export function resealCase(cipher: RecordCipher, found: OwnCase, added: Sealed["reviewCase"]) {
  const before = cipher.open("reviewCase", found.id, found.sealed) ?? {};
  const reason = { ...before.reason, ...added.reason };
  return cipher.seal("reviewCase", found.id, { ...before, ...added, reason });
}
