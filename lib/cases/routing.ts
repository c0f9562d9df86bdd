import "server-only";
import { type Actor, authorize, inScope } from "@/lib/auth/actor";
import { ownCaseOf } from "@/lib/cases/own";
import { whyNotTake } from "@/lib/cases/policy";
import { type WorkingMember, workingMembers } from "@/lib/cases/reviewer";
import type { RoutingDto } from "@/lib/cases/schema";
import { db } from "@/lib/platform/db";
import { currentSettings } from "@/lib/settings/current";
import { type CaseFacts, routeCase, routingRules } from "@/lib/settings/routing-rules";

type Reader = Pick<typeof db, "session">;

/** What the rules look at: nothing personal. */
async function factsOf(tx: Reader, sessionPk: bigint): Promise<CaseFacts> {
  const session = await tx.session.findUniqueOrThrow({
    where: { pk: sessionPk },
    select: {
      riskScore: true,
      documentType: true,
      country: true,
      tags: { select: { tag: true } },
      signals: { select: { signalType: true } },
    },
  });
  return {
    riskScore: session.riskScore,
    documentType: session.documentType,
    country: session.country,
    tags: session.tags.map(({ tag }) => tag),
    signals: session.signals.map(({ signalType }) => signalType),
  };
}

/** Queue, priority and routing of a new case, by the first rule of the organization that fits. */
export async function routeByRules(actor: Actor, facts: CaseFacts) {
  const settings = await currentSettings(actor);
  return routeCase(routingRules.catch([]).parse(settings.routingRules), facts);
}

/** {@link routeByRules} for a session that is here. */
export const routeNewCase = async (actor: Actor, sessionPk: bigint, tx: Reader = db) =>
  routeByRules(actor, await factsOf(tx, sessionPk));

/** Why a case is in its queue, and who could take it now. */
export async function explainRouting(actor: Actor, input: { caseId: string }): Promise<RoutingDto> {
  authorize(actor, "cases:read");
  const found = await ownCaseOf(actor, input.caseId);
  const [members, held] = await Promise.all([
    workingMembers(actor),
    db.reviewCase.groupBy({
      by: ["assignedTo"],
      where: { ...inScope(actor), assignedTo: { not: null }, decidedAt: null },
      _count: true,
    }),
  ]);
  const holding = new Map(held.map(({ assignedTo, _count }) => [assignedTo, _count]));
  const routing = (found.routing ?? {}) as { rule?: string; grounds?: string[] };
  return {
    queue: found.queue,
    rule: routing.rule ?? null,
    grounds: routing.grounds ?? [],
    members: members.map((member) => {
      const because =
        whyNotTake(found, member)?.detail ?? whyNotWork(member, found.queue, holding.get(member.id) ?? 0);
      return { id: member.id, name: member.name, canTake: because === null, because };
    }),
  };
}

function whyNotWork(member: WorkingMember, queue: string, holds: number): string | null {
  if (member.awayUntil && member.awayUntil > new Date()) return "Away.";
  if (member.queues.length > 0 && !member.queues.includes(queue)) return "Works other queues.";
  if (member.capacity !== null && holds >= member.capacity) return `Holds ${holds} cases already.`;
  return null;
}
