import { expect, it } from "vitest";
import { byUrgency, dueTask, taskId } from "@/lib/tasks/policy";

const at = (daysLeft: number, isPaused = false) =>
  dueTask("dsr_x", { daysLeft, isPaused, dueOn: new Date("2026-03-20") }, [10, 5, 1]);

it.each([
  [11, null, null],
  [10, "due:dsr_x:10", "2026-03-10"],
  [6, "due:dsr_x:10", "2026-03-10"],
  [5, "due:dsr_x:5", "2026-03-15"],
  [1, "due:dsr_x:1", "2026-03-19"],
  [0, "due:dsr_x:1", "2026-03-19"],
  [-1, "overdue:dsr_x", "2026-03-21"],
  [-40, "overdue:dsr_x", "2026-03-21"],
])("with %i days left the reminder is %s", (daysLeft, id, since) => {
  const task = at(daysLeft);
  expect(task && taskId(task)).toBe(id);
  expect(task?.since.toISOString().slice(0, 10) ?? null).toBe(since);
});

it("sends no reminder while the clock is paused", () => expect(at(1, true)).toBeNull());

it("sorts overdue tasks first", () => {
  const tasks = [at(10), at(-1), at(3)].flatMap((task) => task ?? []);
  expect(tasks.sort(byUrgency).map(({ daysLeft }) => daysLeft)).toEqual([-1, 3, 10]);
});
