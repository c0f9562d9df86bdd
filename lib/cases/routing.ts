import "server-only";
import { z } from "zod";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { ownCaseOf } from "@/lib/cases/load";
import { tabStatuses, whyNotTake } from "@/lib/cases/policy";
import type { RoutingDto } from "@/lib/cases/schema";
import { type WorkingMember, workingMembers } from "@/lib/members/load";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { pageSql } from "@/lib/platform/keyset";
import { scopeSql } from "@/lib/platform/scope";
import { readStored } from "@/lib/platform/stored";
import { routingRulesOf } from "@/lib/settings/load";
import { type CaseFacts, routeCase } from "@/lib/settings/policy";
import type { RoutingPreviewDto, RoutingPreviewInput } from "@/lib/settings/schema";

type Reader = Pick<typeof db, "session" | "routingRule">;

const factsSelect = {
  pk: true,
  riskScore: true,
  documentType: true,
  country: true,
  tags: { select: { tag: true } },
  signals: { select: { signalType: true } },
} as const;

type FactsRow = Pick<CaseFacts, "riskScore" | "documentType" | "country"> & {
  tags: { tag: string }[];
  signals: { signalType: string }[];
};

/** The facts that rules compare. None of them is personal. */
const toFacts = ({ riskScore, documentType, country, tags, signals }: FactsRow): CaseFacts => ({
  riskScore,
  documentType,
  country,
  tags: tags.map(({ tag }) => tag),
  signals: signals.map(({ signalType }) => signalType),
});

const factsOf = async (tx: Reader, actor: Actor, sessionPk: bigint): Promise<CaseFacts> =>
  toFacts(
    await tx.session.findUniqueOrThrow({
      where: { scoped: { ...inScope(actor), pk: sessionPk } },
      select: factsSelect,
    }),
  );

/** Returns queue, priority and routing of a new case, by the organization's first rule that matches. */
export async function routeByRules(actor: Actor, facts: CaseFacts, tx: Pick<Reader, "routingRule"> = db) {
  return routeCase(await routingRulesOf(actor, tx), facts);
}

/** {@link routeByRules} for a stored session. */
export const routeNewCase = async (actor: Actor, sessionPk: bigint, tx: Reader = db) =>
  routeByRules(actor, await factsOf(tx, actor, sessionPk), tx);

/** Which rule routed a case, and on what grounds; neither where it came with its queue. */
const storedRouting = z.object({ rule: z.string().optional(), grounds: z.array(z.string()).optional() });

/** Returns which rule routed a case, and on what grounds. */
export function routingOf({ routing }: { routing: unknown }): Pick<RoutingDto, "rule" | "grounds"> {
  const { rule = null, grounds = [] } = readStored(storedRouting, routing ?? {}, "review_cases.routing");
  return { rule, grounds };
}

/** Explains why a case is in its queue, and which members could claim it now. */
export async function explainRouting(actor: Actor, input: { caseId: string }): Promise<RoutingDto> {
  authorize(actor, "cases:read");
  const found = await ownCaseOf(actor, input.caseId, "read");
  const [members, held] = await Promise.all([
    workingMembers(actor),
    db.reviewCase.groupBy({
      by: ["assignedTo"],
      where: { ...inScope(actor), assignedTo: { not: null }, decidedAt: null, isRestricted: false },
      _count: true,
    }),
  ]);
  const holding = new Map(held.map(({ assignedTo, _count }) => [assignedTo, _count]));
  return {
    queue: found.queue,
    ...routingOf(found),
    members: members.map((member) => {
      const because =
        whyNotTake(found, member)?.detail ?? whyNotWork(member, found.queue, holding.get(member.id) ?? 0);
      return { id: member.id, name: member.name, canTake: because === null, because };
    }),
  };
}

function whyNotWork(member: WorkingMember, queue: string, holds: number): string | null {
  if (member.awayUntil && member.awayUntil > new Date()) return "Away.";
  if (member.queues.length > 0 && !member.queues.includes(queue)) return "Works in other queues.";
  if (member.capacity !== null && holds >= member.capacity) return `Holds ${holds} cases already.`;
  return null;
}

/** A preview looks at this many of the newest open cases. */
const previewedCases = 1_000;

/**
 * Returns where the open cases would go under these rules. It changes nothing: open cases never move on their own.
 */
export async function previewRouting(actor: Actor, input: RoutingPreviewInput): Promise<RoutingPreviewDto> {
  authorize(actor, "settings:read");
  const scope = inScope(actor);
  const status = (value: string) => Prisma.sql`t.status = ${value}::"CaseStatus"`;
  const newest = pageSql({
    from: Prisma.sql`review_cases t`,
    order: Prisma.sql`t`,
    by: { column: Prisma.sql`t.queued_at`, ascending: false },
    where: [scopeSql(scope, "t"), Prisma.sql`NOT t.is_restricted`],
    anyOf: { values: tabStatuses.all, condition: status },
    limit: previewedCases,
    offset: 0,
  });
  const found = await db.$queryRaw<{ sessionPk: bigint; queue: string }[]>`
    SELECT c.session_pk AS "sessionPk", c.queue FROM (${newest}) newest
    JOIN review_cases c ON ${scopeSql(scope, "c")} AND c.pk = newest.pk`;
  const looked = found.slice(0, previewedCases);
  const sessions = await db.session.findMany({
    where: { ...scope, pk: { in: looked.map(({ sessionPk }) => sessionPk) } },
    select: factsSelect,
  });
  const routed = sessions.map((session) => routeCase(input.routingRules, toFacts(session)));
  return {
    ...tally(input.routingRules, routed, looked),
    cases: looked.length,
    isBounded: found.length > previewedCases,
  };
}

function tally(
  rules: RoutingPreviewInput["routingRules"],
  routed: readonly ReturnType<typeof routeCase>[],
  looked: readonly { queue: string }[],
): Pick<RoutingPreviewDto, "queues" | "rules"> {
  const countIn = (cases: readonly { queue: string }[], queue: string) =>
    cases.filter((each) => each.queue === queue).length;
  const named = [...rules, ...routed, ...looked].map(({ queue }) => queue);
  return {
    queues: [...new Set(named)].map((queue) => ({
      queue,
      count: countIn(routed, queue),
      now: countIn(looked, queue),
    })),
    rules: rules.map(({ name }) => ({
      name,
      count: routed.filter(({ routing }) => "rule" in routing && routing.rule === name).length,
    })),
  };
}
