import "server-only";
import { type Actor, inScope } from "@/lib/auth/actor";
import type { Transaction } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import type { BlindIndexKind } from "@/lib/platform/generated/enums";
import { blindIndex } from "@/lib/privacy/blind-index";
import type { SealedRequest } from "@/lib/privacy/seal";

type Requester = SealedRequest["requester"];
export type Digest = { kind: string; digest: Uint8Array<ArrayBuffer> };

/** The digests of everything a requester is known by; an external reference is not personal and stays as it is. */
export async function requesterDigests(organizationId: string, requester: Requester): Promise<Digest[]> {
  const { firstName, lastName, dateOfBirth, email, phone, documentNumber } = requester;
  const known: [BlindIndexKind, string | undefined][] = [
    ["document_number", documentNumber],
    ["email", email],
    ["phone", phone],
    [
      "name_and_birth_date",
      firstName && lastName && dateOfBirth ? `${firstName}|${lastName}|${dateOfBirth}` : undefined,
    ],
  ];
  const given = known.filter((each): each is [BlindIndexKind, string] => each[1] !== undefined);
  return Promise.all(
    given.map(async ([kind, value]) => ({
      kind,
      digest: Uint8Array.from(await blindIndex(organizationId, kind, value)),
    })),
  );
}

export type Found = { sessionPk: bigint; reasons: string[] };

/**
 * Sessions that may be about a person, with what agrees: by blind index, by the customer's reference, and every
 * other session of an identity that one of those belongs to. Nothing is decrypted.
 */
export async function findSessions(
  tx: Transaction,
  actor: Actor,
  digests: readonly Digest[],
  externalRef: string | undefined,
): Promise<Found[]> {
  const { organizationPk, environment } = inScope(actor);
  const scope = Prisma.sql`organization_pk = ${organizationPk} AND environment = ${environment}::"Environment"`;
  const ways = digests.map(
    ({ kind, digest }) => Prisma.sql`SELECT session_pk, kind::text AS reason FROM blind_indexes
      WHERE ${scope} AND kind = ${kind}::"BlindIndexKind" AND digest = ${digest}`,
  );
  if (externalRef)
    ways.push(Prisma.sql`SELECT pk AS session_pk, 'external_ref' AS reason FROM sessions
      WHERE ${scope} AND external_ref = ${externalRef}`);
  if (ways.length === 0) return [];
  return tx.$queryRaw<Found[]>`
    WITH direct AS (${Prisma.join(ways, " UNION ")}),
    family AS (
      SELECT DISTINCT s.pk AS session_pk, 'identity' AS reason FROM sessions s
      WHERE s.identity_pk IN (SELECT identity_pk FROM sessions JOIN direct ON pk = session_pk)
        AND s.pk NOT IN (SELECT session_pk FROM direct))
    SELECT session_pk AS "sessionPk", array_agg(DISTINCT reason ORDER BY reason) AS reasons
    FROM (SELECT * FROM direct UNION ALL SELECT * FROM family) every_way GROUP BY session_pk`;
}
