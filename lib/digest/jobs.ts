import "server-only";
import { jobActor } from "@/lib/actor/job";
import type { Role } from "@/lib/actor/permissions";
import { dayIn } from "@/lib/format/day";
import { queueMail } from "@/lib/mail/queue";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { isMailOn } from "@/lib/platform/mail";
import type { Job } from "@/lib/platform/queue";
import { sayFailure } from "@/lib/platform/unavailable";
import { getTabCounts } from "@/lib/queue/tab-counts";
import { listTasks } from "@/lib/tasks/read";

/** From this hour on, in the organization's time zone, and no later than noon: what is due is read in the morning. */
const hours = { from: 8, until: 12 };

const hourIn = (timeZone: string, now: Date) =>
  Number(new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" }).format(now));

type Due = { dueRequests: number; lateRequests: number; lateCases: number };
type Organization = { pk: bigint; id: string; timeZone: string };

/** Counts what is due in live. Sandbox has nobody who waits. */
async function countDue({ id }: Organization): Promise<Due> {
  const actor = await jobActor("mail.digest", "live", ["requests:read", "cases:read"], id);
  const { data } = await listTasks(actor);
  const open = data.filter(({ dismissedAt }) => dismissedAt === null);
  return {
    dueRequests: open.filter(({ kind }) => kind === "due").length,
    lateRequests: open.filter(({ kind }) => kind === "overdue").length,
    lateCases: (await getTabCounts(actor)).overdue,
  };
}

/** What is the work of a member with these roles: requests of compliance, overdue cases of leads. */
function ownDue(due: Due, roles: readonly Role[]): Due | null {
  const isCompliance = roles.includes("compliance");
  const own = {
    dueRequests: isCompliance ? due.dueRequests : 0,
    lateRequests: isCompliance ? due.lateRequests : 0,
    lateCases: roles.includes("lead") ? due.lateCases : 0,
  };
  return Object.values(own).some((count) => count > 0) ? own : null;
}

async function queueDigests(organization: Organization, now: Date): Promise<void> {
  const { pk: organizationPk, id: organizationId, timeZone } = organization;
  const hour = hourIn(timeZone, now);
  if (hour < hours.from || hour >= hours.until) return;
  const today = dayIn(timeZone, now);
  const members = await db.member.findMany({
    where: { organizationPk, removedAt: null, dailyMail: true, roles: { hasSome: ["compliance", "lead"] } },
    select: { id: true, email: true, name: true, language: true, roles: true },
  });
  const onceKeyOf = (id: string) => `digest:${today}:${id}`;
  const told = await db.mail.findMany({
    where: { organizationPk, onceKey: { in: members.map(({ id }) => onceKeyOf(id)) } },
    select: { onceKey: true },
  });
  const untold = members.filter(({ id }) => !told.some(({ onceKey }) => onceKey === onceKeyOf(id)));
  if (untold.length === 0) return;
  const due = await countDue(organization);
  const at = (path: string) => `${env().publicUrl}/live/${path}`;
  const urls = {
    requestsUrl: at("requests"),
    casesUrl: at("queue?tab=all&sla=overdue"),
    accountUrl: at("account"),
  };
  for (const { id, email: address, name, language, roles } of untold) {
    const own = ownDue(due, roles);
    if (!own) continue;
    // Several processes may come here at once. The key makes one mail of it.
    await queueMail(
      db,
      { organizationPk, organizationId },
      {
        ...{ kind: "daily_digest", facts: { ...own, ...urls }, aboutId: id, onceKey: onceKeyOf(id) },
        to: { address, name, language },
        expiresAt: new Date(now.getTime() + 12 * 3_600_000),
      },
    );
  }
}

/** Queues the daily mails of what is due, for each organization whose morning it is. */
export async function sendDigests(now = new Date()): Promise<void> {
  if (!isMailOn()) return;
  const organizations = await db.organization.findMany({ select: { pk: true, id: true, timeZone: true } });
  for (const organization of organizations)
    await queueDigests(organization, now).catch((error) => sayFailure(error, "mail.digest"));
}

export const sendDigestsJob: Job = { name: "mail.digest", cron: "*/5 * * * *", run: () => sendDigests() };
