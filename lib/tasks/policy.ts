import { daysAfter } from "@/lib/format/day";
import type { TaskKind } from "@/lib/tasks/schema";

/**
 * Identifies a task: its kind, its subject, and the reminder if there are several about the subject, otherwise empty.
 */
export type TaskName = { kind: TaskKind; subjectId: string; reminder: string };

export type Task = TaskName & {
  resourceType: "request" | "session" | "identity";
  resourceId: string;
  since: Date;
  daysLeft: number | null;
};

/** Returns the API's id of a task, such as `due:dsr_x:10`. */
export const taskId = ({ kind, subjectId, reminder }: TaskName): string =>
  [kind, subjectId, ...(reminder ? [reminder] : [])].join(":");

/** A package that is not delivered after this many days is a task. */
export const undeliveredDays = 2;

/**
 * Returns the latest reminder of a request that is due. A later reminder is a new task, even if an earlier one was
 * dismissed.
 * @param dueOn the last day, at midnight UTC
 * @param reminders the remaining days at which members are reminded
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

/** Sorts overdue requests first, then due ones, then the rest by age. */
export const byUrgency = (left: Task, right: Task): number =>
  order.indexOf(left.kind) - order.indexOf(right.kind) ||
  (left.daysLeft ?? 0) - (right.daysLeft ?? 0) ||
  left.since.getTime() - right.since.getTime() ||
  taskId(left).localeCompare(taskId(right));
