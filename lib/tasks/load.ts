import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { linkStateOf } from "@/lib/delivery/policy";
import { dayOf, daysAfter, midnightOf, todayIn } from "@/lib/format/day";
import { jurisdictionIds } from "@/lib/law/jurisdictions";
import { changedProfile } from "@/lib/law/profile";
import { profiles as everyProfile, profileNamed } from "@/lib/law/profiles";
import { db } from "@/lib/platform/db";
import { clockOfRequest } from "@/lib/requests/load";
import { currentSettings, type Settings } from "@/lib/settings/load";
import { byUrgency, dueTask, type Task, undeliveredDays } from "@/lib/tasks/policy";

/** The most tasks of each kind; more than anyone handles in a day. */
const most = 200;

/** The number of days left at the earliest reminder of any law. */
const furthestReminder = ({ requests: { profiles } }: Settings) =>
  Math.max(
    ...jurisdictionIds.flatMap((id) =>
      everyProfile[id].flatMap((law) => changedProfile(law, profiles).remindWithDaysLeft),
    ),
    0,
  );

async function dueTasks(actor: Actor, settings: Settings, now: Date): Promise<Task[]> {
  const rows = await db.request.findMany({
    where: {
      ...inScope(actor),
      status: "open",
      dueOn: { lte: daysAfter(now, furthestReminder(settings) + 1) },
    },
    include: { pauses: { orderBy: { pk: "asc" } } },
    orderBy: [{ dueOn: "asc" }, { id: "asc" }],
    take: most,
  });
  return rows.flatMap((row) => {
    const { daysLeft, isPaused, dueOn } = clockOfRequest(row, settings, now);
    const { remindWithDaysLeft } = changedProfile(profileNamed(row.lawVersion), settings.requests.profiles);
    return dueTask(row.id, { daysLeft, isPaused, dueOn: midnightOf(dueOn) }, remindWithDaysLeft) ?? [];
  });
}

/** Returns a task for each legal hold whose review day has come in the organization's time zone. */
async function holdTasks(actor: Actor, { organization }: Settings, now: Date): Promise<Task[]> {
  const named = { select: { id: true } } as const;
  const rows = await db.hold.findMany({
    where: {
      ...inScope(actor),
      releasedAt: null,
      reviewOn: { lte: midnightOf(todayIn(organization.timeZone, now)) },
    },
    include: { session: named, identity: named, request: named },
    orderBy: [{ reviewOn: "asc" }, { pk: "asc" }],
    take: most,
  });
  return rows.map(({ id, reviewOn, session, identity, request }) => ({
    kind: "hold" as const,
    subjectId: id,
    reminder: dayOf(reviewOn),
    resourceType: session ? "session" : identity ? "identity" : "request",
    resourceId: (session ?? identity ?? request)?.id ?? "",
    since: reviewOn,
    daysLeft: null,
  }));
}

/**
 * Returns tasks for packages not yet delivered, and for download links that expired or locked before the package was
 * downloaded.
 */
async function deliveryTasks(actor: Actor, now: Date): Promise<Task[]> {
  const rows = await db.package.findMany({
    where: { status: "ready", request: { ...inScope(actor), status: "open", deliveredAt: null } },
    include: { request: { select: { id: true, links: { orderBy: { pk: "desc" }, take: 1 } } } },
    orderBy: { builtAt: "asc" },
    take: most,
  });
  return rows.flatMap(({ id, builtAt, request }): Task[] => {
    const about = { resourceType: "request" as const, resourceId: request.id, daysLeft: null, reminder: "" };
    const [link] = request.links;
    if (link && link.packageId === id && !link.revokedAt) {
      const state = linkStateOf(link, now);
      if (state === "open" || state === "collecting") return [];
      // The time of the last wrong code is not stored, so the task of a locked link counts from its creation.
      const since = state === "expired" ? link.expiresAt : (link.openedAt ?? link.createdAt);
      return [{ ...about, kind: "link", subjectId: link.id, since }];
    }
    const since = daysAfter(builtAt ?? now, undeliveredDays);
    return since <= now ? [{ ...about, kind: "undelivered", subjectId: id, since }] : [];
  });
}

/** Derives all current tasks about requests and legal holds. A task disappears with its cause. */
export async function deriveTasks(actor: Actor): Promise<Task[]> {
  const [settings, now] = [await currentSettings(actor), new Date()];
  const found = await Promise.all([
    dueTasks(actor, settings, now),
    holdTasks(actor, settings, now),
    deliveryTasks(actor, now),
  ]);
  return found.flat().sort(byUrgency);
}
