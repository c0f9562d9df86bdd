import { Prisma } from "@/lib/platform/generated/client";
import type { Sought } from "@/lib/vault/blind-index";

/** SQL of a table of digests for FROM: `sought(kind, digest, is_part, is_first)`. Needs at least one digest. */
export const soughtSql = (digests: readonly Sought[]): Prisma.Sql => {
  const rows = digests.map(
    ({ kind, digest, isPart, isFirst }) =>
      Prisma.sql`(${kind}::"BlindIndexKind", ${digest}::bytea, ${isPart}::boolean, ${isFirst}::boolean)`,
  );
  return Prisma.sql`(VALUES ${Prisma.join(rows)}) AS sought(kind, digest, is_part, is_first)`;
};

/** True when the index row `b` matches the digest `sought`. */
export const isMetSql = Prisma.sql`b.kind = sought.kind AND b.digest = sought.digest
  AND NOT (b.is_part AND sought.is_part)`;
