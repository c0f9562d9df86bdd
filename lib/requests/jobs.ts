import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { everyScope, jobActor } from "@/lib/actor/job";
import type { Clock } from "@/lib/law/clock";
import { savedProfiles } from "@/lib/law/profile";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import type { Job } from "@/lib/platform/queue";
import { scopeOf } from "@/lib/platform/scope";
import { isUnavailable, sayFailure } from "@/lib/platform/unavailable";
import { clockOfRequest, type WithClock } from "@/lib/requests/load";
import { currentSettings, type Settings } from "@/lib/settings/load";

/**
 * Calculates the last day of every open request again, and stores the clocks of requests that were closed before the
 * program stored them. Lists and reminders use the stored day, but a new version of the program may change holidays
 * and time zones. Settings or requests that cannot be read are logged and do not stop the others.
 */
export async function reclockRequests(): Promise<void> {
  for (const { organizationId, environment } of await everyScope())
    try {
      const actor = await jobActor("requests.reclock", environment, [], organizationId);
      await reclockOpen(actor);
      await keepClosedClocks(actor);
    } catch (error) {
      if (isUnavailable(error)) throw error;
      sayFailure(error, `requests.reclock of ${organizationId}, ${environment}`);
    }
}

export const reclockRequestsJob: Job = {
  name: "requests.reclock",
  cron: "17 * * * *",
  run: reclockRequests,
};

const pauses = { pauses: { orderBy: { pk: "asc" } } } as const;

/** Returns the clock of a request, or null for one that cannot be read, which is logged. */
function clockOrNull(row: WithClock & { id: string }, settings: Settings, now: Date): Clock | null {
  try {
    return clockOfRequest(row, settings, now);
  } catch (error) {
    sayFailure(error, `requests.reclock of ${row.id}`);
    return null;
  }
}

/**
 * Calculates the last day of the actor's open requests again, after terms or holidays have changed. Lists sort by
 * this day. A day that has changed meanwhile is newer and stays.
 * @throws Error when the saved changes to the laws cannot be read
 */
export async function reclockOpen(actor: Actor): Promise<void> {
  const settings = await currentSettings(actor);
  savedProfiles(settings.requests.profiles);
  const now = new Date();
  const rows = await db.request.findMany({ where: { ...inScope(actor), status: "open" }, include: pauses });
  for (const row of rows) {
    const clock = clockOrNull(row, settings, now);
    const dueOn = new Date(clock?.dueOn ?? row.dueOn);
    if (dueOn.getTime() !== row.dueOn.getTime())
      await db.request.updateMany({
        where: { ...scopeOf(row), pk: row.pk, version: row.version, dueOn: row.dueOn },
        data: { dueOn },
      });
  }
}

const batch = 1000;

/** Stores the clocks of requests that were closed before the program stored them. */
async function keepClosedClocks(actor: Actor): Promise<void> {
  const settings = await currentSettings(actor);
  const where = {
    ...inScope(actor),
    closedAt: { not: null },
    closedClock: { equals: Prisma.DbNull },
  };
  for (let after = 0n, read = batch; read === batch; ) {
    const rows = await db.request.findMany({
      where: { ...where, pk: { gt: after } },
      include: pauses,
      orderBy: { pk: "asc" },
      take: batch,
    });
    for (const row of rows) {
      const closedClock = clockOrNull(row, settings, new Date());
      if (closedClock)
        await db.request.updateMany({ where: { ...where, pk: row.pk }, data: { closedClock } });
    }
    read = rows.length;
    after = rows.at(-1)?.pk ?? after;
  }
}
