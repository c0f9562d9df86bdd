"use client";

import { useQuery } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { TabsNav } from "@/components/ui/tabs-nav";
import { useColumns } from "@/components/views/use-columns";
import { taskQueries } from "@/lib/tasks/client";

const tabs = {
  open: "Open",
  tasks: "Tasks",
  completed: "Completed",
  refused: "Refused",
  withdrawn: "Withdrawn",
  joined: "Merged",
};

/** Tabs for requests by state, and for tasks. */
export function RequestTabs({ current }: { current: string }) {
  const environment = useEnvironment();
  const { keep } = useColumns();
  const { data } = useQuery(taskQueries.list(environment));
  const open = data?.data.filter(({ dismissedBy }) => dismissedBy === null).length;
  const path = `/${environment}/requests`;
  return (
    <TabsNav
      label="Requests by state"
      current={current}
      items={[
        ...Object.entries(tabs).map(([key, label]) => ({
          key,
          href: keep(key === "open" ? path : `${path}?status=${key}`),
          label,
          ...(key === "tasks" && open !== undefined && { count: open }),
        })),
        { key: "holds", href: `/${environment}/holds`, label: "Legal holds" },
        { key: "figures", href: `${path}/figures`, label: "Figures" },
        { key: "laws", href: `${path}/laws`, label: "Laws" },
      ]}
    />
  );
}
