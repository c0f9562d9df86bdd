"use client";

import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useEnvironment } from "@/components/shell/environment";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { registerQueries } from "@/lib/register/client";
import type { RequestDto } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";

type AssigneeProps = { request: RequestDto; mayAssign: boolean; me: string };

/** Shows who has taken on a request, and assigns it. */
export function Assignee({
  request: { id, assignedTo, assigneeName, version },
  mayAssign,
  me,
}: AssigneeProps) {
  const environment = useEnvironment();
  const { data } = useQuery({ ...registerQueries.assignees(environment), enabled: mayAssign });
  const act = useRequestAction(id);
  const named = assignedTo ? (assigneeName ?? "A removed member") : "Nobody";
  if (!mayAssign)
    return (
      <p className="text-ui">
        <span className="text-ink-muted">Assigned to</span> {named}
      </p>
    );
  const assign = (assigneeId: string | null) =>
    act.mutate({
      action: "assign",
      body: { assigneeId, version },
      said: assigneeId ? "Request assigned" : "Assignment removed",
    });
  const workers = data?.data ?? [];
  const shown =
    assignedTo && !workers.some((each) => each.id === assignedTo) ? [{ id: assignedTo, name: named }] : [];
  return (
    <div className="flex items-end gap-2">
      <Select
        label="Assigned to"
        fieldClassName="min-w-0 flex-1"
        value={assignedTo ?? ""}
        disabled={act.isPending}
        options={[
          { value: "", label: "Nobody" },
          ...[...shown, ...workers].map(({ id: value, name }) => ({ value, label: name })),
        ]}
        onChange={(event) => assign(event.target.value || null)}
      />
      {assignedTo === null && workers.some((each) => each.id === me) ? (
        <Button icon={<UserPlus />} pending={act.isPending} onClick={() => assign(me)}>
          Assign to me
        </Button>
      ) : null}
    </div>
  );
}
