import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { everyScope, jobActor } from "@/lib/actor/job";
import { dayOf } from "@/lib/format/day";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import type { Job } from "@/lib/platform/queue";
import { scopeOf } from "@/lib/platform/scope";
import { clockOfRequest } from "@/lib/requests/load";
import { currentSettings, type Settings } from "@/lib/settings/load";

/**
 * Calculates the last day of every open request again. Lists and reminders use the stored day, but a new version of
 * the program may change holidays and time zones.
 */
export async function reclockRequests(): Promise<void> {
  for (const { organizationId, environment } of await everyScope())
    await reclockOpen(await jobActor("requests.reclock", environment, [], organizationId));
}

export const reclockRequestsJob: Job = {
  name: "requests.reclock",
  cron: "17 * * * *",
  run: reclockRequests,
};

/**
 * Calculates the last day of the actor's open requests again, after terms or holidays have changed. Lists sort by
 * this day.
 */
export async function reclockOpen(actor: Actor): Promise<void> {
  const settings = await currentSettings(actor);
  const now = new Date();
  const rows = await db.request.findMany({
    where: { ...inScope(actor), status: "open" },
    include: { pauses: { orderBy: { pk: "asc" } }, package: true },
  });
  await keepClosedClocks(actor, settings, now);
  for (const row of rows) {
    const dueOn = new Date(clockOfRequest(row, settings, now).dueOn);
    if (dueOn.getTime() !== row.dueOn.getTime())
      await db.request.updateMany({
        where: { ...scopeOf(row), pk: row.pk, version: row.version },
        data: { dueOn },
      });
  }
}

/**
 * Stores the clocks of requests that were closed before the program stored them. Their last day is the one that was
 * stored when they were closed.
 */
async function keepClosedClocks(actor: Actor, settings: Settings, now: Date): Promise<void> {
  const rows = await db.request.findMany({
    where: { ...inScope(actor), closedAt: { not: null }, closedClock: { equals: Prisma.DbNull } },
    include: { pauses: { orderBy: { pk: "asc" } } },
    take: 1000,
  });
  for (const row of rows) {
    const closedClock = { ...clockOfRequest(row, settings, now), dueOn: dayOf(row.dueOn) };
    await db.request.updateMany({ where: { ...scopeOf(row), pk: row.pk }, data: { closedClock } });
  }
}
