"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ListChecks } from "lucide-react";
import { RequestTabs } from "@/components/requests/request-tabs";
import { useEnvironment } from "@/components/shell/environment";
import { Loaded } from "@/components/shell/loaded";
import { toastProblem } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { IdLink } from "@/components/ui/id-link";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Toolbar } from "@/components/ui/toolbar";
import { dismissTask, taskQueries } from "@/lib/tasks/client";
import type { TaskDto } from "@/lib/tasks/schema";
import { taskTones, taskWords } from "./words";

type TasksViewProps = { mayWork: boolean };

const places = { request: "requests", session: "sessions", identity: "identities" } as const;

/** Lists the tasks. A task disappears when its work is done. */
export function TasksView({ mayWork }: TasksViewProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const options = taskQueries.list(environment);
  const tasks = useQuery(options);
  const dismiss = useMutation({
    mutationFn: (id: string) => dismissTask(environment, id),
    onSuccess: (after) => {
      client.setQueryData(options.queryKey, after);
      announce("Task dismissed");
    },
    onError: (error) => toastProblem("The task was not dismissed", error),
  });
  return (
    <>
      <Toolbar>
        <RequestTabs current="tasks" />
      </Toolbar>
      <Loaded
        query={tasks}
        failed="The tasks could not be loaded"
        skeleton={<SkeletonRows rows={8} label="Loading tasks" />}
      >
        {({ data }) => (
          <TaskTable tasks={data} onDismiss={mayWork ? (id) => dismiss.mutate(id) : undefined} />
        )}
      </Loaded>
    </>
  );
}

type TaskTableProps = {
  tasks: readonly TaskDto[];
  onDismiss?: (id: string) => void;
};

function TaskTable({ tasks, onDismiss }: TaskTableProps) {
  if (tasks.length === 0)
    return (
      <EmptyState
        icon={<ListChecks />}
        title="No open tasks"
        detail="Tasks appear here when a request is due soon or late, a package is not delivered, a download link expired or was closed after wrong codes, or a legal hold needs a review."
      />
    );
  const rows = [...tasks].sort(
    (left, right) => Number(left.dismissedBy !== null) - Number(right.dismissedBy !== null),
  );
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-left text-ui">
        <caption className="sr-only">Open tasks, most urgent first</caption>
        <thead className="border-b bg-surface-2 text-sm text-ink-muted">
          <tr>
            <th className="px-3 py-1.5 font-medium">Task</th>
            <th className="px-3 py-1.5 font-medium">About</th>
            <th className="px-3 py-1.5 font-medium">Since</th>
            <th className="px-3 py-1.5 font-medium">
              <span className="sr-only">Dismiss</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((task) => (
            <TaskRow key={task.id} task={task} onDismiss={onDismiss} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TaskRow({ task, onDismiss }: Pick<TaskTableProps, "onDismiss"> & { task: TaskDto }) {
  const environment = useEnvironment();
  return (
    <tr className="border-b">
      <td className="px-3 py-2">
        {task.dismissedBy ? (
          <s className="text-ink-muted">{taskWords(task)}</s>
        ) : (
          <Pill tone={taskTones[task.kind]} className="whitespace-normal">
            {taskWords(task)}
          </Pill>
        )}
      </td>
      <td className="px-3 py-2">
        <IdLink
          id={task.resourceId}
          href={`/${environment}/${places[task.resourceType]}/${encodeURIComponent(task.resourceId)}`}
        />
      </td>
      <td className="px-3 py-2 whitespace-nowrap">
        <RelativeTime at={task.since} />
      </td>
      <td className="px-3 py-2 text-right">
        {task.dismissedBy ? (
          <span className="text-sm text-ink-muted">dismissed by {task.dismissedBy}</span>
        ) : onDismiss ? (
          <Button
            size="sm"
            aria-label={`Dismiss: ${taskWords(task)}, ${task.resourceId}`}
            onClick={() => onDismiss(task.id)}
          >
            Dismiss
          </Button>
        ) : null}
      </td>
    </tr>
  );
}
