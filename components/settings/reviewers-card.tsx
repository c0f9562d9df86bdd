"use client";

import { useQuery } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { Card } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { missingDialog } from "@/components/ui/missing-part";
import { Pill } from "@/components/ui/pill";
import { Skeleton } from "@/components/ui/skeleton";
import { Table } from "@/components/ui/table";
import { useExact } from "@/components/ui/time-zone";
import { memberQueries } from "@/lib/members/client";
import type { WorkloadDto } from "@/lib/members/schema";

const WorkloadDialog = dynamic(() => import("./workload-dialog").catch(missingDialog), { ssr: false });

function Name({ member }: { member: WorkloadDto }) {
  const exact = useExact();
  const isAway = member.awayUntil !== null && Date.parse(member.awayUntil) > Date.now();
  return (
    <span className="wrap-anywhere">
      {member.name}{" "}
      {isAway ? (
        <Pill tone="muted" title={`Until ${exact(member.awayUntil)}`}>
          away
        </Pill>
      ) : null}
    </span>
  );
}

/** Shows the workload of each reviewer. */
export function ReviewersCard() {
  const environment = useEnvironment();
  const { data, error } = useQuery(memberQueries.workloads(environment));
  const [edited, setEdited] = useState<WorkloadDto | null>(null);
  return (
    <Card title="Reviewers" flush>
      {error ? (
        <p role="alert" className="p-3 text-bad">
          {problemOf(error).detail}
        </p>
      ) : null}
      {data ? (
        <Table
          caption="Reviewers and their limits"
          columns={[
            { key: "name", header: "Reviewer" },
            { key: "held", header: "Claimed", align: "right" },
            { key: "capacity", header: "Limit", align: "right" },
            { key: "queues", header: "Queues" },
            { key: "edit", header: <span className="sr-only">Change</span>, width: "2.5rem" },
          ]}
          rows={data.data.map((member) => ({
            id: member.id,
            cells: {
              name: <Name member={member} />,
              held: member.held,
              capacity: member.capacity ?? "no limit",
              queues: <span className="wrap-anywhere">{member.queues.join(", ") || "all"}</span>,
              edit: (
                <IconButton size="sm" label={`Change ${member.name}`} onClick={() => setEdited(member)}>
                  <Pencil aria-hidden />
                </IconButton>
              ),
            },
          }))}
        />
      ) : error ? null : (
        <Skeleton className="m-3 h-24" />
      )}
      {edited ? <WorkloadDialog member={edited} onClose={() => setEdited(null)} /> : null}
    </Card>
  );
}
