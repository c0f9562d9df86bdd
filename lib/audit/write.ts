import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import type { VerificationRequestedDto } from "@/lib/audit/schema";
import { exportLines } from "@/lib/audit-chain/export";
import { recordEvent } from "@/lib/events/record";
import { db } from "@/lib/platform/db";
import { lineStream } from "@/lib/platform/line-stream";

/** Requests a verification of the actor's log, unless one is waiting or running already. */
export async function requestVerification(actor: Actor): Promise<VerificationRequestedDto> {
  authorize(actor, "audit:verify");
  const scope = inScope(actor);
  const asked = { requestedAt: new Date(), requestedBy: actor.name, startedAt: null, finishedAt: null };
  await db.$transaction(async (tx) => {
    const { count } = await tx.auditVerification.createMany({
      data: [{ ...scope, ...asked }],
      skipDuplicates: true,
    });
    const again = await tx.auditVerification.updateMany({
      where: { ...scope, finishedAt: { not: null } },
      data: { ...asked, seals: 0, events: 0 },
    });
    if (count + again.count > 0)
      await recordEvent(tx, actor, { type: "audit.verification-requested", metadata: {} });
  });
  return { state: "waiting" };
}

/** Exports the actor's whole log in the published form, as a stream of JSON lines, to be verified elsewhere. */
export function exportLog(actor: Actor): { open: () => Promise<ReadableStream<Uint8Array>> } {
  authorize(actor, "audit:read");
  return {
    open: async () => {
      await db.$transaction((tx) => recordEvent(tx, actor, { type: "audit.exported", metadata: {} }));
      const { organizationPk, organizationId, environment } = actor.scope;
      return lineStream(exportLines({ organizationPk: String(organizationPk), organizationId, environment }));
    },
  };
}
