import type { Environment } from "@/lib/actor/actor";
import { jobActor } from "@/lib/actor/job";
import { blockIdentifiers } from "@/lib/lists/blocklist";
import { db } from "@/lib/platform/db";
import { cipherOf } from "@/lib/records/open";
import type { RoutingRule } from "@/lib/settings/schema";

/** Where new cases of the demo organization go. */
export const demoRules: RoutingRule[] = [
  { name: "High risk", queue: "fraud", priority: "high", minRiskScore: 70 },
  { name: "VIP customers", queue: "vip", tags: ["vip"] },
];

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const minutesAhead = (minutes: number) => minutesAgo(-minutes);

type People = { reviewer: string; lead: string };
type Scope = { organizationPk: bigint; environment: Environment };

/**
 * Gives the open cases of the demo to its members, so that every tab has something in it for whoever signs in. Done
 * once: the blocklist it ends with says so.
 */
export async function settleDesk(organizationId: string): Promise<void> {
  const { pk: organizationPk } = await db.organization.findUniqueOrThrow({ where: { id: organizationId } });
  const idOf = async (email: string) => (await db.member.findUniqueOrThrow({ where: { email } })).id;
  const people = { reviewer: await idOf("reviewer@demo.example"), lead: await idOf("lead@demo.example") };
  for (const environment of ["live", "sandbox"] as const) {
    const scope = { organizationPk, environment };
    if ((await db.list.count({ where: scope })) > 0) continue;
    await giveOut(scope, people);
    await escalate(scope, people);
    await recommend(scope, people);
    await fillBlocklist(organizationId, scope);
  }
}

const change = (scope: Scope, pk: bigint, data: object) =>
  db.reviewCase.updateMany({
    where: { ...scope, pk },
    data: { ...data, version: { increment: 1 } },
  });

const casesIn = (scope: Scope, status: "in_review" | "escalated" | "pending_second_review") =>
  db.reviewCase.findMany({ where: { ...scope, status }, orderBy: { queuedAt: "asc" } });

/** Some are being worked on now, some wait for whom they were given to, the others are free again. */
async function giveOut(scope: Scope, { reviewer, lead }: People): Promise<void> {
  const holders = [
    { assignedTo: reviewer, claimedAt: minutesAgo(4), claimExpiresAt: minutesAhead(26) },
    { assignedTo: lead, claimedAt: minutesAgo(9), claimExpiresAt: minutesAhead(21) },
    { assignedTo: reviewer, claimedAt: null, claimExpiresAt: null },
    { assignedTo: lead, claimedAt: null, claimExpiresAt: null },
    { assignedTo: reviewer, claimedAt: null, claimExpiresAt: null },
  ];
  const nobody = { status: "open", assignedTo: null, claimedAt: null, claimExpiresAt: null };
  for (const [at, { pk }] of (await casesIn(scope, "in_review")).entries())
    await change(scope, pk, holders[at] ?? nobody);
}

/** One in three is for the demo lead, the others for whichever lead comes first. */
async function escalate(scope: Scope, { lead }: People): Promise<void> {
  for (const [at, { pk }] of (await casesIn(scope, "escalated")).entries()) {
    const to = at % 3 === 0 ? lead : null;
    await change(scope, pk, { assignedTo: to, escalatedTo: to, claimedAt: null, claimExpiresAt: null });
  }
}

/** Mostly the reviewer gave the first opinion, so that the lead has second ones to give; one is the other way round. */
async function recommend(scope: Scope, { reviewer, lead }: People): Promise<void> {
  for (const [at, { pk }] of (await casesIn(scope, "pending_second_review")).entries())
    await change(scope, pk, {
      firstReviewer: at % 4 === 1 ? lead : reviewer,
      firstDecision: at % 3 === 2 ? "rejected" : "approved",
      assignedTo: null,
      claimedAt: null,
      claimExpiresAt: null,
    });
}

/** What rejected applicants gave, as if it had been blocked with the rejection. */
async function fillBlocklist(organizationId: string, scope: Scope): Promise<void> {
  const actor = await jobActor("lead@demo.example", scope.environment, [], organizationId);
  const rejected = await db.session.findMany({
    where: {
      ...scope,
      retentionStatus: "active",
      result: { rejectionReasonCode: { in: ["fraud_suspected", "document_tampered", "duplicate_identity"] } },
    },
    include: { result: { select: { rejectionReasonCode: true } } },
    orderBy: { createdAt: "desc" },
    take: 4,
  });
  for (const session of rejected) {
    const cipher = await cipherOf(actor, "session", session);
    const reasonCode = session.result?.rejectionReasonCode ?? undefined;
    if (cipher.isDestroyed) continue;
    await db.$transaction((tx) => blockIdentifiers(tx, actor, session, cipher, { reasonCode }));
  }
}
