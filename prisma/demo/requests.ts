import type { Actor } from "@/lib/actor/actor";
import { jobActor } from "@/lib/actor/job";
import { eraseForRequest } from "@/lib/certificates/erase";
import { daysAgo } from "@/lib/format/day";
import { db } from "@/lib/platform/db";
import { closeRequest } from "@/lib/requests/close";
import { decideMatch, reviewRequest } from "@/lib/requests/review";
import { searchRequest } from "@/lib/requests/search";
import { receiveRequest, verifyRequester } from "@/lib/requests/write";

const isoDaysAgo = (days: number) => daysAgo(days).toISOString();

/** Requests of people in the demo, at different steps; one of them is nearly due. Done once. */
export async function receiveDemoRequests(organizationId: string): Promise<void> {
  const { pk: organizationPk } = await db.organization.findUniqueOrThrow({ where: { id: organizationId } });
  if ((await db.request.count({ where: { organizationPk } })) > 0) return;
  const actor = await jobActor(
    "demo",
    "live",
    ["requests:receive", "requests:work", "privacy:redact"],
    organizationId,
  );
  const found = await db.session.groupBy({
    by: ["externalRef"],
    where: { organizationPk, environment: "live", externalRef: { not: null }, retentionStatus: "active" },
    _count: true,
    orderBy: [{ _count: { externalRef: "desc" } }, { externalRef: "asc" }],
    take: 3,
  });
  const [first, second, third] = found.flatMap(({ externalRef }) => externalRef ?? []);
  if (!first || !second || !third) return;
  const asked = { channel: "email" as const };
  const early = await receiveRequest(actor, {
    ...asked,
    kind: "access_and_erasure",
    receivedAt: isoDaysAgo(26),
    requester: { externalRef: first },
    details: "Please send me everything you have about me, and delete it afterwards.",
  });
  await verifyRequester(actor, { requestId: early.id, how: "signed_in" });
  await searchRequest(actor, { requestId: early.id });
  await receiveRequest(actor, {
    ...asked,
    kind: "access",
    receivedAt: isoDaysAgo(9),
    requester: { externalRef: second },
  });
  await receiveRequest(actor, {
    ...asked,
    kind: "erasure",
    channel: "letter",
    jurisdiction: "ccpa",
    receivedAt: isoDaysAgo(2),
    requester: { externalRef: third },
    details: "I never opened an account in the end. Delete my documents.",
  });
  await eraseSomebody(actor);
}

/** Somebody who was only ever rejected, so that no law keeps anything of them: a request that is done, with its proof. */
async function eraseSomebody(actor: Actor): Promise<void> {
  const [somebody] = await db.$queryRaw<{ externalRef: string }[]>`
    SELECT external_ref AS "externalRef" FROM sessions
    WHERE organization_pk = ${actor.scope.organizationPk} AND environment = 'live' AND external_ref IS NOT NULL
    GROUP BY external_ref HAVING bool_and(result_status = 'rejected' AND retention_status = 'active')
    ORDER BY max(created_at) DESC, external_ref LIMIT 1`;
  if (!somebody) return;
  const { id: requestId } = await receiveRequest(actor, {
    kind: "erasure",
    channel: "email",
    receivedAt: isoDaysAgo(12),
    requester: somebody,
    details: "You turned me down. Delete what you have.",
  });
  await verifyRequester(actor, { requestId, how: "session_details" });
  const { matches } = await searchRequest(actor, { requestId });
  for (const { sessionId } of matches)
    await decideMatch(actor, {
      requestId,
      sessionId,
      state: "accepted",
    });
  await reviewRequest(actor, { requestId });
  await eraseForRequest(actor, { requestId, confirm: requestId });
  await closeRequest(actor, { requestId, status: "completed" });
}
