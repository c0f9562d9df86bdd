import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { instant, instantOrNull } from "@/lib/format/instant";
import { memberNames } from "@/lib/members/load";
import { db } from "@/lib/platform/db";
import { deriveTasks } from "@/lib/tasks/load";
import { type Task, taskId } from "@/lib/tasks/policy";
import type { TaskList } from "@/lib/tasks/schema";

/** Lists the tasks about requests and legal holds, most urgent first, with their dismissals. */
export async function listTasks(actor: Actor): Promise<TaskList> {
  authorize(actor, "requests:read");
  const [tasks, names] = await Promise.all([deriveTasks(actor), memberNames(actor)]);
  const dismissals = await dismissalsOf(actor, tasks);
  return {
    data: tasks.map((task) => {
      const dismissal = dismissals.get(taskId(task));
      return {
        id: taskId(task),
        kind: task.kind,
        resourceType: task.resourceType,
        resourceId: task.resourceId,
        since: instant(task.since),
        daysLeft: task.daysLeft,
        dismissedBy: dismissal ? (names.get(dismissal.dismissedBy) ?? dismissal.dismissedBy) : null,
        dismissedAt: instantOrNull(dismissal?.dismissedAt ?? null),
      };
    }),
  };
}

/** Counts the open tasks, and those about overdue requests, for the navigation rail. */
export async function countTasks(actor: Actor): Promise<{ open: number; late: number }> {
  authorize(actor, "requests:read");
  const tasks = await deriveTasks(actor);
  const dismissals = await dismissalsOf(actor, tasks);
  const open = tasks.filter((task) => !dismissals.has(taskId(task)));
  return { open: open.length, late: open.filter(({ kind }) => kind === "overdue").length };
}

async function dismissalsOf(actor: Actor, tasks: readonly Task[]) {
  const subjects = tasks.map(({ subjectId }) => subjectId);
  const rows = await db.taskDismissal.findMany({ where: { ...inScope(actor), subjectId: { in: subjects } } });
  return new Map(rows.map((row) => [taskId(row), row]));
}
