import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { LinkDto } from "@/lib/links/schema";
import { db } from "@/lib/platform/db";
import { sameScope, scopeSql } from "@/lib/platform/scope";
import { type Sought, soughtLike } from "@/lib/vault/blind-index";
import type { RecordCipher } from "@/lib/vault/cipher";
import { isMetSql, soughtSql } from "@/lib/vault/meeting";
import { findablesOfRows } from "@/lib/vault/reindex";

export type LinkKind = LinkDto["kinds"][number];
export type Shared = { kind: LinkKind; sessionPk: bigint };

/** Stops collecting per kind at 1 000: shared IPs and addresses can link thousands of sessions. */
const mostPerKind = 1_000;

/** Removes digests that several sessions have; one that is whole anywhere counts as whole. */
function unique(digests: readonly Sought[]): Sought[] {
  const found = new Map<string, Sought>();
  for (const each of digests) {
    const name = `${each.kind} ${each.isFirst} ${Buffer.from(each.digest).toString("hex")}`;
    if (found.get(name)?.isPart !== false) found.set(name, each);
  }
  return [...found.values()];
}

/**
 * Finds the other sessions that share a value with these, by their blind indexes. Restricted sessions are left out.
 * The number of statements does not depend on that of the sessions.
 */
export async function sharedAmong(
  actor: Actor,
  sessions: readonly { pk: bigint; cipher: RecordCipher }[],
): Promise<Shared[]> {
  const { organizationId } = actor.scope;
  const findables = await findablesOfRows(inScope(actor), sessions);
  const sought = await Promise.all(findables.map((each) => soughtLike(organizationId, each)));
  const digests = unique(sought.flat());
  if (digests.length === 0) return [];
  const own = sessions.map(({ pk }) => pk);
  return db.$queryRaw<Shared[]>`
    SELECT DISTINCT sought.kind::text AS kind, other.session_pk AS "sessionPk" FROM ${soughtSql(digests)}, LATERAL (
      SELECT b.session_pk FROM blind_indexes b WHERE ${scopeSql(actor.scope, "b")}
        AND ${isMetSql} AND b.session_pk <> ALL (${own}::bigint[])
        AND NOT EXISTS (SELECT 1 FROM sessions s WHERE ${sameScope("s", "b")} AND s.pk = b.session_pk AND s.is_restricted)
      LIMIT ${mostPerKind}) other`;
}

/** Values that people rarely share weigh more than values that a household or an office shares. */
const weights: Record<LinkKind, number> = {
  document_number: 8,
  face_reference: 8,
  name_and_birth_date: 6,
  email: 5,
  phone: 5,
  device: 4,
  address: 2,
  ip_address: 1,
};

/** Returns how strongly shared values link two sessions. */
export const weight = (kinds: Iterable<LinkKind>): number =>
  [...kinds].reduce((sum, kind) => sum + weights[kind], 0);
