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

/** Describes a task in words. */
export function taskWords({ kind, daysLeft }: TaskDto): string {
  if (kind === "overdue") return `Answer the request: ${counted(-(daysLeft ?? 0), "day")} late`;
  if (kind === "due")
    return daysLeft === 0
      ? "Answer the request: due today"
      : `Answer the request: ${counted(daysLeft ?? 0, "day")} left`;
  if (kind === "link") return "Create a new download link: the last link ended without a download";
  if (kind === "undelivered") return "Deliver the package: it has been ready for two days";
  return "Review the legal hold: its review date has passed";
}
