import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { db } from "@/lib/platform/db";
import type { SessionFacts } from "@/lib/records/open";
import { checksRunHere } from "@/lib/screening/load";
import { personOf } from "@/lib/screening-runs/person";
import { nameOf, subjectIn } from "@/lib/screening-runs/subjects";
import type { RecordCipher } from "@/lib/vault/cipher";

/**
 * Returns how many watchlists are loaded, whether the session has a name that can be compared, and whether one of its
 * names was not compared with one of the lists, in the version that is loaded. Times say nothing here: a check may run
 * while a list is uploaded. Of a restricted or redacted session none is due.
 */
export async function screeningDue(
  actor: Actor,
  session: SessionFacts,
  cipher: RecordCipher,
): Promise<{ watchlists: number; isComparable: boolean; isDue: boolean }> {
  let isDamaged = false;
  const lenient = cipher.pastDamage(() => {
    isDamaged = true;
  });
  const [lists, subjects, checks] = await Promise.all([
    db.watchlist.findMany({
      where: { ...inScope(actor), version: { gt: 0 } },
      select: { id: true, version: true, checkType: true },
    }),
    personOf(db, session, lenient),
    checksRunHere(db, session),
  ]);
  const seen = new Set<string>();
  for (const { id, checkType, seenLists, sealed } of checks) {
    const name = nameOf(subjectIn(lenient.open("screeningCheck", id, sealed)));
    for (const list of seenLists) seen.add(`${checkType} ${list} ${name}`);
  }
  const isMissing = subjects.some((subject) =>
    lists.some(({ id, version, checkType }) => !seen.has(`${checkType} ${id}@${version} ${nameOf(subject)}`)),
  );
  // A name that cannot be read was perhaps never compared; whoever asks for a check is told that it is damaged.
  const mayRun = !session.isRestricted && session.retentionStatus !== "redacted";
  return {
    watchlists: lists.length,
    isComparable: subjects.length > 0,
    isDue: mayRun && lists.length > 0 && (isMissing || isDamaged),
  };
}
