import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { everyScope, jobActor } from "@/lib/actor/job";
import { db } from "@/lib/platform/db";
import type { Job } from "@/lib/platform/queue";
import { scopeOf } from "@/lib/platform/scope";
import { clockOfRequest } from "@/lib/requests/load";
import { currentSettings } from "@/lib/settings/load";

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
  for (const row of rows) {
    const dueOn = new Date(clockOfRequest(row, settings, now).dueOn);
    if (dueOn.getTime() !== row.dueOn.getTime())
      await db.request.updateMany({
        where: { ...scopeOf(row), pk: row.pk, version: row.version },
        data: { dueOn },
      });
  }
}
