import type { TaskKind } from "@/lib/tasks/schema";

export type Task = {
  id: string;
  kind: TaskKind;
  resourceType: "request" | "session" | "identity";
  resourceId: string;
  since: Date;
  daysLeft: number | null;
};

const dayMs = 86_400_000;

/** After how many days a package that nobody has handed over is a task. */
export const undeliveredDays = 2;

/**
 * The reminder of a request that is due, if its time has come: the last one that was reached, so that each comes anew
 * though an earlier one was dismissed.
 * @param dueOn the last day, at midnight UTC
 * @param reminders with how many days left somebody is reminded
 */
export function dueTask(
  requestId: string,
  clock: { daysLeft: number; isPaused: boolean; dueOn: Date },
  reminders: readonly number[],
): Task | null {
  const { daysLeft, isPaused, dueOn } = clock;
  if (isPaused) return null;
  const about = { resourceType: "request" as const, resourceId: requestId, daysLeft };
  if (daysLeft < 0)
    return {
      ...about,
      id: `overdue:${requestId}`,
      kind: "overdue",
      since: new Date(dueOn.getTime() + dayMs),
    };
  const reached = reminders.filter((days) => daysLeft <= days).sort((left, right) => left - right)[0];
  if (reached === undefined) return null;
  return {
    ...about,
    id: `due:${requestId}:${reached}`,
    kind: "due",
    since: new Date(dueOn.getTime() - reached * dayMs),
  };
}

const order: readonly TaskKind[] = ["overdue", "due", "link", "undelivered", "hold"];

/** What is late first, then what is due, then the rest by its age. */
export const byUrgency = (left: Task, right: Task): number =>
  order.indexOf(left.kind) - order.indexOf(right.kind) ||
  (left.daysLeft ?? 0) - (right.daysLeft ?? 0) ||
  left.since.getTime() - right.since.getTime() ||
  left.id.localeCompare(right.id);
