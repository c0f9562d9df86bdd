import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { deriveTasks } from "@/lib/tasks/load";
import { taskId } from "@/lib/tasks/policy";
import { listTasks } from "@/lib/tasks/read";
import type { DismissInput, TaskList } from "@/lib/tasks/schema";

/**
 * Dismisses a task. A later reminder of the same request is another task.
 * @throws AppError not_found for a task that does not exist or is done
 */
export async function dismissTask(actor: Actor, input: DismissInput): Promise<TaskList> {
  authorize(actor, "requests:work");
  const task = (await deriveTasks(actor)).find((each) => taskId(each) === input.id);
  if (!task) throw new AppError("not_found", "This task no longer exists.");
  const { kind, subjectId, reminder } = task;
  await db.$transaction(async (tx) => {
    const { count } = await tx.taskDismissal.createMany({
      data: [{ ...inScope(actor), kind, subjectId, reminder, dismissedBy: actor.id }],
      skipDuplicates: true,
    });
    if (count === 0) return;
    await recordEvent(tx, actor, {
      type: "task.dismissed",
      metadata: { task: taskId(task) },
      resource: { type: task.resourceType, id: task.resourceId },
    });
  });
  return listTasks(actor);
}
