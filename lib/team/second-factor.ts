import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { dropSecondFactor } from "@/lib/members/second-factor";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { findMember } from "@/lib/team/load";
import type { NoSecondFactorDto } from "@/lib/team/schema";

/**
 * Removes the authenticator app and the recovery codes of a member who has lost both.
 * @throws AppError not_found; conflict for oneself and for a member without an app
 */
export async function removeSecondFactor(
  actor: Actor,
  { memberId }: { memberId: string },
): Promise<NoSecondFactorDto> {
  authorize(actor, "members:manage");
  if (memberId === actor.id)
    throw new AppError("conflict", "Remove your own authenticator app under My account.");
  await db.$transaction(async (tx) => {
    const member = await findMember(tx, actor, memberId);
    if (!member.totpSince) throw new AppError("conflict", "This member has no authenticator app.");
    await dropSecondFactor(tx, member);
    await recordEvent(tx, actor, {
      type: "member.second-factor-removed",
      metadata: { by: "admin" },
      resource: { type: "member", id: memberId },
    });
  });
  return { id: memberId, status: "removed" };
}
