import "server-only";
import type { Transaction } from "@/lib/platform/db";
import { belowSession, type Scope, scopeOf } from "@/lib/platform/scope";
import type { EntryElsewhere } from "@/lib/screening/dto";
import { entryKey } from "@/lib/screening/policy";
import type { RecordCipher } from "@/lib/vault/cipher";

/** The checks that were run here for a session, oldest first; a redacted one no longer says whom it is about. */
export const checksRunHere = (
  tx: Pick<Transaction, "screeningCheck">,
  session: Scope & { pk: bigint },
  checkType?: string,
) =>
  tx.screeningCheck.findMany({
    where: { ...belowSession(session), isRunHere: true, redactedAt: null, ...(checkType && { checkType }) },
    orderBy: { pk: "asc" },
    select: {
      ...{ organizationPk: true, environment: true, pk: true, id: true },
      ...{ checkType: true, seenLists: true, sealed: true },
    },
  });

/** A hit of a check, by the entry that it is of. */
export type HeldHit = { checkPk: bigint; checkId: string; key: string; isDismissed: boolean };

const readAtOnce = 1_000;

/** Reads the hits of checks of one session. */
export async function hitsOfChecks(
  tx: Pick<Transaction, "screeningHit">,
  checks: readonly (Scope & { pk: bigint; id: string })[],
  cipher: RecordCipher,
): Promise<HeldHit[]> {
  const [first] = checks;
  const ids = new Map(checks.map(({ pk, id }) => [pk, id]));
  const held: HeldHit[] = [];
  if (!first) return held;
  for (let after = 0n, isMore = true; isMore; ) {
    const rows = await tx.screeningHit.findMany({
      where: { ...scopeOf(first), checkPk: { in: [...ids.keys()] }, pk: { gt: after } },
      orderBy: { pk: "asc" },
      take: readAtOnce,
      select: { pk: true, checkPk: true, position: true, isDismissed: true, sealed: true },
    });
    for (const { pk, checkPk, position, isDismissed, sealed } of rows) {
      const checkId = ids.get(checkPk) ?? "";
      const hit = cipher.open("screeningHit", `${checkId}/${position}`, sealed)?.hit;
      if (hit) held.push({ checkPk, checkId, key: entryKey(hit), isDismissed });
      after = pk;
    }
    isMore = rows.length === readAtOnce;
  }
  return held;
}

/**
 * Counts the entries of which a hit of another check is not dismissed. One whose check was redacted meanwhile counts
 * too: what was decided on it is gone.
 */
export function openAmong(
  entries: readonly EntryElsewhere[],
  hits: readonly HeldHit[],
  except: bigint | null,
): number {
  return entries.filter((entry) => {
    const key = entryKey(entry);
    const same = hits.filter((hit) => hit.checkPk !== except && hit.key === key);
    return same.length === 0 || same.some(({ isDismissed }) => !isDismissed);
  }).length;
}
