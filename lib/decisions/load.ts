import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { lockRows } from "@/lib/cases/load";
import type { Transaction } from "@/lib/platform/db";
import type { Prisma } from "@/lib/platform/generated/client";
import { requireReach, sessionFacts } from "@/lib/records/open";

/** The columns that a decision changes or checks, in addition to the case. */
const decidedSession = {
  ...sessionFacts,
  terminalAt: true,
  result: true,
  identity: { select: { status: true, lastVerifiedAt: true } },
  screening: {
    select: { hits: { where: { isDismissed: false, isConfirmed: false }, select: { pk: true } } },
  },
} as const satisfies Prisma.SessionSelect;

/** Locks a case as `lockCase` does, and loads everything that a decision checks and changes in one statement. */
export async function lockToDecide(tx: Transaction, actor: Actor, id: string) {
  await lockRows(tx, actor, id);
  const found = await tx.reviewCase.findUniqueOrThrow({
    where: { organizationPk_environment_id: { ...inScope(actor), id } },
    relationLoadStrategy: "join",
    include: { session: { select: decidedSession } },
  });
  await requireReach(actor, "work", found.session, "Case");
  return found;
}
export type LockedCase = Awaited<ReturnType<typeof lockToDecide>>;
