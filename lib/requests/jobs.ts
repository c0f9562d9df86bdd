import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { everyScope, jobActor } from "@/lib/actor/job";
import { db } from "@/lib/platform/db";
import type { Job } from "@/lib/platform/queue";
import { scopeOf } from "@/lib/platform/scope";
import { clockOfRequest } from "@/lib/requests/load";
import { currentSettings } from "@/lib/settings/load";

/**
 * Reckons the last day of every open request anew. Lists and reminders go by the day that was written, and holidays
 * and time zones change with a new version of the program.
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

/** Reckons the last day of every open request anew, after terms or holidays have changed; lists are in its order. */
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
