import "server-only";
import type { AuditEventInput } from "@/lib/audit/events";
import { recordEvent } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/actor";
import { announceCases } from "@/lib/cases/live";
import { lockCase, type OwnCase } from "@/lib/cases/own";
import type { Move } from "@/lib/cases/policy";
import type { CaseDto } from "@/lib/cases/schema";
import { showCase } from "@/lib/cases/show";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Prisma } from "@/lib/platform/generated/client";
import { openRow, type Sealed, sealRow } from "@/lib/privacy/seal";
import { dataKeyOf } from "@/lib/records/open";

export type CaseColumns = Prisma.ReviewCaseUncheckedUpdateInput;

export type Change = { changes: CaseColumns; event?: AuditEventInput };

/** The columns a move changes. @throws AppError as the move was refused */
export function allowed(move: Move): CaseColumns {
  if ("refused" in move) throw new AppError(move.refused.code, move.refused.detail);
  return move.changes;
}

/** @throws AppError conflict when somebody has changed the case since `version` was looked at */
export function assertVersion(found: OwnCase, version: number | undefined): void {
  if (version !== undefined && version !== found.version)
    throw new AppError("conflict", "This case has changed since you opened it. Look at it again.");
}

/**
 * Changes one case under its lock: the change, its version and its event are one transaction, and whoever looks at
 * the case is told afterwards.
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
        where: { pk: found.pk },
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

/** @throws AppError conflict when the session's key is gone: nothing personal can be written any more */
export async function writableKey(actor: Actor, found: OwnCase): Promise<Buffer> {
  const key = await dataKeyOf(actor, "session", found.session);
  if (!key) throw new AppError("conflict", "This session has been redacted.");
  return key;
}

/** The sealed column of a case with something added; reasons in words are kept per kind. */
export function resealCase(key: Buffer, found: OwnCase, added: Sealed["reviewCase"]) {
  const before = openRow(key, "reviewCase", found.id, found.sealed) ?? {};
  const reason = { ...before.reason, ...added.reason };
  return sealRow(key, "reviewCase", found.id, { ...before, ...added, reason });
}
