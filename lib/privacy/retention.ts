import "server-only";
import { type Actor, authorize, inScope } from "@/lib/auth/actor";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { isHeld } from "@/lib/privacy/held";
import { type Pass, passes } from "@/lib/privacy/retention-run";
import type { RetentionPlanDto } from "@/lib/privacy/schema";

const mostListed = 100;

/** What the next run would do here: who loses the sensitive part, what is erased, what a hold stops. */
export async function planRetention(actor: Actor): Promise<RetentionPlanDto> {
  authorize(actor, "settings:read");
  const { organizationPk, environment } = inScope(actor);
  const scope = Prisma.sql`s.organization_pk = ${organizationPk} AND s.environment = ${environment}::"Environment"`;
  const list = async (pass: Pass, wantsHeld: boolean) => {
    const found = await db.$queryRaw<{ id: string; count: bigint }[]>`
      SELECT s.id, count(*) OVER () AS count FROM ${passes[pass].due} AND ${scope}
        AND ${wantsHeld ? Prisma.empty : Prisma.sql`NOT`} ${isHeld}
      ORDER BY s.terminal_at, s.id LIMIT ${mostListed}`;
    return { count: Number(found[0]?.count ?? 0), sessionIds: found.map(({ id }) => id) };
  };
  const [losesPii, erased, heldFull, heldSensitive] = [
    await list("sensitive", false),
    await list("full", false),
    await list("full", true),
    await list("sensitive", true),
  ];
  const ids = [...new Set([...heldFull.sessionIds, ...heldSensitive.sessionIds])];
  const isWhole = heldFull.count + heldSensitive.count <= mostListed;
  return {
    losesPii,
    erased,
    held: {
      count: isWhole ? ids.length : Math.max(heldFull.count, heldSensitive.count),
      sessionIds: ids.slice(0, mostListed),
    },
  };
}
