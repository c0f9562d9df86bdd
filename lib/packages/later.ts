import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { dayIn } from "@/lib/format/day";
import { laterSections } from "@/lib/letters/later";
import type { PaperSection } from "@/lib/letters/pdf";
import { db } from "@/lib/platform/db";
import { belowRequest } from "@/lib/platform/scope";
import { cipherOf } from "@/lib/records/open";
import { clockOfRequest, type OwnRequest } from "@/lib/requests/load";
import { currentSettings } from "@/lib/settings/load";

/** Says in the letter of an answer which sessions are still to come, or that a part of it was delivered before. */
export async function partsSection(actor: Actor, request: OwnRequest): Promise<PaperSection[]> {
  const [settings, cipher, later] = await Promise.all([
    currentSettings(actor),
    cipherOf(actor, "request", request),
    db.requestMatch.findMany({
      where: { ...belowRequest(request), state: "accepted", isLater: true },
      select: { session: { select: { id: true } } },
      orderBy: { session: { createdAt: "asc" } },
    }),
  ]);
  const held = cipher.pastDamage(() => undefined).open("request", request.id, request.sealed);
  const clock = clockOfRequest(request, settings, new Date());
  const { partDeliveredAt, timeZone, language } = request;
  return laterSections(language, {
    ids: later.map(({ session }) => session.id),
    reason: held?.reasons?.later ?? "",
    dueOn: clock.isPaused || clock.daysLeft < 0 ? null : clock.dueOn,
    partOn: partDeliveredAt && dayIn(timeZone, partDeliveredAt),
  });
}
