import "server-only";
import { type Actor, inScope } from "@/lib/auth/actor";
import { db } from "@/lib/platform/db";
import { clockOfRequest } from "@/lib/requests/request-clock";
import { currentSettings } from "@/lib/settings/current";

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
      await db.request.updateMany({ where: { pk: row.pk, version: row.version }, data: { dueOn } });
  }
}
