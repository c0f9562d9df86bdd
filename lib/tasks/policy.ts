import { daysAfter } from "@/lib/format/day";
import type { TaskKind } from "@/lib/tasks/schema";

/** What names a task: its kind, what it is about, and which of several reminders about that it is, else empty. */
export type TaskName = { kind: TaskKind; subjectId: string; reminder: string };

export type Task = TaskName & {
  resourceType: "request" | "session" | "identity";
  resourceId: string;
  since: Date;
  daysLeft: number | null;
};

/** A task's name as the one word that the API has for it, such as `due:dsr_x:10`. */
export const taskId = ({ kind, subjectId, reminder }: TaskName): string =>
  [kind, subjectId, ...(reminder ? [reminder] : [])].join(":");

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
  const about = {
    subjectId: requestId,
    resourceType: "request" as const,
    resourceId: requestId,
    daysLeft,
  };
  if (daysLeft < 0)
    return {
      ...about,
      kind: "overdue",
      reminder: "",
      since: daysAfter(dueOn, 1),
    };
  const reached = reminders.filter((days) => daysLeft <= days).sort((left, right) => left - right)[0];
  if (reached === undefined) return null;
  return {
    ...about,
    kind: "due",
    reminder: String(reached),
    since: daysAfter(dueOn, -reached),
  };
}

const order: readonly TaskKind[] = ["overdue", "due", "link", "undelivered", "hold"];

/** What is late first, then what is due, then the rest by its age. */
export const byUrgency = (left: Task, right: Task): number =>
  order.indexOf(left.kind) - order.indexOf(right.kind) ||
  (left.daysLeft ?? 0) - (right.daysLeft ?? 0) ||
  left.since.getTime() - right.since.getTime() ||
  taskId(left).localeCompare(taskId(right));
