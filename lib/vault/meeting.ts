import { Prisma } from "@/lib/platform/generated/client";
import type { Sought } from "@/lib/vault/blind-index";

/** A table of digests to look for, to stand in FROM: `sought(kind, digest, is_part, is_first)`. At least one. */
export const soughtSql = (digests: readonly Sought[]): Prisma.Sql => {
  const rows = digests.map(
    ({ kind, digest, isPart, isFirst }) =>
      Prisma.sql`(${kind}::"BlindIndexKind", ${digest}::bytea, ${isPart}::boolean, ${isFirst}::boolean)`,
  );
  return Prisma.sql`(VALUES ${Prisma.join(rows)}) AS sought(kind, digest, is_part, is_first)`;
};

/** True where the index row `b` is met by what is sought. */
export const isMetSql = Prisma.sql`b.kind = sought.kind AND b.digest = sought.digest
  AND NOT (b.is_part AND sought.is_part)`;
