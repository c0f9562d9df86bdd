import type { Tone } from "@/components/ui/tone";
import { counted } from "@/lib/format/number";
import type { TaskDto, TaskKind } from "@/lib/tasks/schema";

export const taskTones: Record<TaskKind, Tone> = {
  overdue: "bad",
  due: "warn",
  link: "warn",
  undelivered: "info",
  hold: "info",
};

/** What is to be done, in words. */
export function taskWords({ kind, daysLeft }: TaskDto): string {
  if (kind === "overdue") return `Answer it: ${counted(-(daysLeft ?? 0), "day")} late`;
  if (kind === "due")
    return daysLeft === 0 ? "Answer it: due today" : `Answer it: ${counted(daysLeft ?? 0, "day")} left`;
  if (kind === "link") return "Its link is over and nobody took the package: make another";
  if (kind === "undelivered") return "Hand the package over: it has been ready for two days";
  return "Look at the legal hold again: its day has come";
}
