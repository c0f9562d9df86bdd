import "server-only";
import type { Actor } from "@/lib/actor/actor";
import type { OpenCase } from "@/lib/cases/load";
import type { FieldRowDto } from "@/lib/cases/schema";
import { recordEvent } from "@/lib/events/record";
import type { Origin } from "@/lib/origin/show";
import { db } from "@/lib/platform/db";

/** Returns the names of the personal values that stand clear on the desk. */
export const shownFields = (
  fields: readonly Pick<FieldRowDto, "field" | "shown">[],
  origin: Pick<Origin, "ipAddress" | "device"> | undefined,
): string[] => [
  ...fields.filter(({ shown }) => shown !== null).map(({ field }) => field),
  ...(origin?.ipAddress ? ["consent_ip"] : []),
  ...(origin?.device ? ["device"] : []),
];

/**
 * Records `case.opened` once for each claim, not at every refresh. Before the claim, the case was only preloaded:
 * `case.fetched-ahead`.
 */
export async function recordOpening(actor: Actor, found: OpenCase, fields: string[]): Promise<void> {
  const type = found.claimedAt ? "case.opened" : "case.fetched-ahead";
  const seen = await db.auditEvent.findFirst({
    where: {
      organizationPk: found.organizationPk,
      environment: found.environment,
      resourceType: "case",
      resourceId: found.id,
      type,
      actorId: actor.id,
      createdAt: { gte: found.claimedAt ?? found.queuedAt },
    },
    select: { sequence: true },
  });
  if (seen) return;
  await recordEvent(db, actor, { type, metadata: { fields }, resource: { type: "case", id: found.id } });
}
