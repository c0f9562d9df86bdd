import "server-only";
import { type Actor, authorize, can, inScope } from "@/lib/actor/actor";
import type { RequestCounts } from "@/lib/contract/clock";
import { recordEvent } from "@/lib/events/record";
import { addDays, midnightOf, todayIn } from "@/lib/format/day";
import { memberNames } from "@/lib/members/load";
import { db } from "@/lib/platform/db";
import { onReplica } from "@/lib/platform/replicas";
import { pastDamage, unreadable } from "@/lib/records/damage";
import { ciphersOf } from "@/lib/records/open";
import { toRowDto } from "@/lib/requests/dto";
import { ownRequestOf } from "@/lib/requests/load";
import type { RequestDto, RequestRowDto } from "@/lib/requests/schema";
import { showRequest } from "@/lib/requests/show";
import { currentSettings, type Settings } from "@/lib/settings/load";

/** Describes requests for a list, by internal key. The requester of a damaged one is said to be unreadable. */
export async function describeRequests(
  actor: Actor,
  pks: readonly bigint[],
  settings: Settings,
): Promise<Map<bigint, RequestRowDto>> {
  const rows = await db.request.findMany({
    where: { ...inScope(actor), pk: { in: [...pks] } },
    include: {
      pauses: { orderBy: { pk: "asc" } },
      package: true,
      _count: { select: { matches: { where: { ...inScope(actor), state: "proposed" } } } },
    },
  });
  const [cipherOfRequest, names] = await Promise.all([ciphersOf(actor, "request", rows), memberNames(actor)]);
  const now = new Date();
  const damage = pastDamage(actor);
  const described = new Map<bigint, RequestRowDto>();
  for (const row of rows) {
    const sealed = damage.past(cipherOfRequest(row.id)).open("request", row.id, row.sealed);
    const dto = toRowDto(actor, { ...row, proposed: row._count.matches }, sealed, settings, now, names);
    described.set(row.pk, damage.isDamaged(row.id) ? { ...dto, requester: unreadable } : dto);
  }
  await damage.tell();
  return described;
}

/**
 * Counts the open requests, those due within a week or late, and those that are late. The last day of a paused clock
 * moves, so its request is not due.
 */
export async function countRequests(actor: Actor): Promise<RequestCounts> {
  authorize(actor, "requests:read");
  return onReplica(actor, async () => {
    const { timeZone } = (await currentSettings(actor)).organization;
    const today = todayIn(timeZone);
    const where = { ...inScope(actor), status: "open" as const };
    const open = await db.request.count({ where });
    const running = { ...where, pauses: { none: { ...inScope(actor), until: null } } };
    const due = await db.request.count({
      where: { ...running, dueOn: { lte: midnightOf(addDays(today, 7)) } },
    });
    const late = await db.request.count({ where: { ...running, dueOn: { lt: midnightOf(today) } } });
    return { open, due, late };
  });
}

/** Returns one request with its checklist. Opening it shows the requester, so it is recorded. */
export async function getRequest(actor: Actor, input: { requestId: string }): Promise<RequestDto> {
  authorize(actor, "requests:read");
  const request = await ownRequestOf(actor, input.requestId);
  if (can(actor, "requests:work"))
    await recordEvent(db, actor, {
      type: "request.opened",
      metadata: {},
      resource: { type: "request", id: request.id },
    });
  return showRequest(actor, request);
}
