import "server-only";
import type { Actor } from "@/lib/actor/actor";
import type { Transaction } from "@/lib/platform/db";
import { type Scope, scopeOf, scopeSql } from "@/lib/platform/scope";
import type { Cause } from "@/lib/privacy/policy";
import { judgeSessions, retentionLaw } from "@/lib/records/retained";
import { currentSettings } from "@/lib/settings/load";

type Going = Scope & { pk: bigint; identityPk: bigint | null; externalRef: string | null };

/**
 * Finds the identity whose custom fields go with a session: its own, or that of its external reference. They go with
 * the last of its sessions that is not redacted; with an erasure request earlier, unless a hold, a law, a restriction or
 * an open review keeps another of them; and always when a backup had brought the session back. The identity is locked
 * until the transaction ends, so that of two last sessions that go at once the second one takes them.
 * @returns null when they stay
 */
export async function identityGoingWith(
  tx: Transaction,
  actor: Actor,
  session: Going,
  cause: Cause,
): Promise<bigint | null> {
  const { identityPk, externalRef, pk } = session;
  const [identity] = await tx.$queryRaw<{ pk: bigint; externalRef: string }[]>`
    SELECT i.pk, i.external_ref AS "externalRef" FROM identities i
    WHERE ${scopeSql(session, "i")} AND i.pk = coalesce(${identityPk}::bigint,
      (SELECT coalesce(r.merged_into_pk, r.pk) FROM identities r WHERE ${scopeSql(session, "r")} AND r.external_ref = ${externalRef}))
    FOR UPDATE OF i`;
  if (!identity) return null;
  if (cause === "replay") return identity.pk;
  const left = { ...scopeOf(session), pk: { not: pk }, retentionStatus: { not: "redacted" as const } };
  // Two questions, because one condition with OR would read every session of the environment.
  const others = [
    ...(await tx.session.findMany({ where: { ...left, identityPk: identity.pk }, select: { pk: true } })),
    ...(await tx.session.findMany({
      where: { ...left, externalRef: identity.externalRef, identityPk: null },
      select: { pk: true },
    })),
  ];
  if (others.length === 0) return identity.pk;
  if (cause !== "request") return null;
  const law = retentionLaw(await currentSettings(actor));
  const pks = others.map((each) => each.pk);
  const verdicts = await judgeSessions(tx, session, pks, law);
  return pks.every((each) => verdicts.get(each)?.verdict === "erase") ? identity.pk : null;
}
