import { Clock } from "lucide-react";
import { none } from "@/components/sessions/looks";
import type { Column } from "@/components/ui/data-table";
import { ForeignText } from "@/components/ui/foreign-text";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import { shortId } from "@/components/ui/short-id";
import { sentence } from "@/lib/format/words";
import type { RequestRowDto } from "@/lib/requests/schema";
import { clockTone, daysLeftText, kindNames, stepTasks } from "./words";

/** The last day comes first, because members sort their work by it. */
export const requestColumns: Column<RequestRowDto>[] = [
  {
    key: "due",
    header: "Due",
    width: "13rem",
    cell: ({ status, clock }) =>
      status === "open" ? (
        <span className="flex items-center gap-2">
          <Pill tone={clockTone(clock)} icon={<Clock />}>
            {daysLeftText(clock)}
          </Pill>
          {clock.isPaused ? null : <span className="text-sm text-ink-muted">{clock.dueOn}</span>}
        </span>
      ) : (
        <span className="text-ink-muted">{sentence(status)}</span>
      ),
  },
  {
    key: "id",
    header: "Request",
    cell: ({ id }) => (
      <span title={id} className="font-mono text-sm">
        {shortId(id, "middle")}
      </span>
    ),
  },
  { key: "kind", header: "Type", cell: ({ kind }) => kindNames[kind] },
  {
    key: "who",
    header: "Requester",
    cell: ({ requester }) => (requester ? <ForeignText>{requester}</ForeignText> : none),
  },
  {
    key: "assignee",
    header: "Assigned to",
    cell: ({ assignedTo, assigneeName }) => (assignedTo ? (assigneeName ?? "A removed member") : none),
  },
  { key: "law", header: "Law", cell: ({ clock }) => clock.law },
  {
    key: "next",
    header: "Next step",
    cell: ({ step, status }) =>
      status === "open" ? (stepTasks[step] ?? sentence(step)).replace("…", "") : none,
  },
  { key: "at", header: "Received", cell: ({ receivedAt }) => <RelativeTime at={receivedAt} /> },
];
