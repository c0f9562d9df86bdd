"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { RequestTabs } from "@/components/requests/request-tabs";
import { useEnvironment } from "@/components/shell/environment";
import { ExportCsv } from "@/components/shell/export-csv";
import { PagedList } from "@/components/shell/paged-list";
import { toastProblem } from "@/components/shell/problem";
import { TopBar } from "@/components/shell/top-bar";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { missingDialog } from "@/components/ui/missing-part";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { Toolbar } from "@/components/ui/toolbar";
import { thousands } from "@/lib/format/number";
import { holdActions, holdListSize, holdQueries } from "@/lib/holds/client";
import type { HoldDto } from "@/lib/holds/schema";
import { holdColumns } from "./hold-columns";
import { refreshHolds } from "./refresh-holds";

const ReviewHoldDialog = dynamic(() => import("./review-hold-dialog").catch(missingDialog), { ssr: false });

type State = "active" | "released";

function ReleaseDialog({ hold, onClose }: { hold: HoldDto; onClose: () => void }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const { resourceType: type, resourceId } = hold;
  const release = useMutation({
    mutationFn: () => holdActions.release(environment, { type, id: resourceId ?? "" }, hold.id),
    onSuccess: async () => {
      toast({
        tone: "success",
        title: "Hold released",
        detail: "Erasure that this hold blocked can proceed.",
      });
      announce("Hold released");
      onClose();
      await refreshHolds(client, environment);
    },
    onError: (error) => toastProblem("The hold was not released", error),
  });
  return (
    <Dialog
      open
      danger
      onClose={() => (release.isPending ? undefined : onClose())}
      title={`Release the hold “${hold.reason}”?`}
      description={`Redaction, requests and retention can then erase what it protects: the ${type} ${resourceId}. You can place a new hold, but not bring back what is erased meanwhile.`}
      footer={
        <>
          <Button onClick={onClose} disabled={release.isPending}>
            Cancel
          </Button>
          <Button variant="danger" pending={release.isPending} onClick={() => release.mutate()}>
            Release hold
          </Button>
        </>
      }
    />
  );
}

/** Lists the legal holds, the earliest review date first, and reviews and releases them. */
export function HoldsView({ mayWrite, now }: { mayWrite: boolean; now: number }) {
  const environment = useEnvironment();
  const [state, setState] = useState<State>("active");
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const [asked, setAsked] = useState<{ what: "review" | "release"; hold: HoldDto }>();
  const last = cursors.at(-1);
  const list = useQuery({
    ...holdQueries.list(environment, { state, ...(last && { pageAfter: last }) }),
    placeholderData: keepPreviousData,
  });
  const total = list.data?.pagination;
  const columns = holdColumns({
    state,
    now,
    onAsk: mayWrite ? (what, hold) => setAsked({ what, hold }) : undefined,
  });
  const close = () => setAsked(undefined);
  return (
    <>
      <TopBar title="Legal holds" trail={[{ label: "Requests", href: `/${environment}/requests` }]}>
        {total
          ? `${thousands(total.total)}${total.totalIsCapped ? "+" : ""} ${state} in ${environment}`
          : null}
      </TopBar>
      <Toolbar>
        <RequestTabs current="holds" />
        <div className="ml-auto">
          <ExportCsv path="/holds" name="legal-holds" params={{ state }} />
        </div>
        <Select
          label="State"
          hideLabel
          value={state}
          options={[
            { value: "active", label: "Active" },
            { value: "released", label: "Released" },
          ]}
          onChange={(event) => {
            setCursors([]);
            setState(event.target.value === "released" ? "released" : "active");
          }}
        />
      </Toolbar>
      <PagedList
        query={list}
        failed="The legal holds could not be loaded"
        skeleton={<SkeletonRows rows={8} label="Loading legal holds" />}
        pageSize={holdListSize}
        cursors={cursors}
        onCursors={setCursors}
        table={{
          caption:
            state === "active"
              ? "Active legal holds, the earliest review date first"
              : "Released legal holds, newest first",
          columns,
          getRowId: ({ id }) => id,
          empty: (
            <EmptyState
              icon={<Lock />}
              title={state === "active" ? "No active legal holds" : "No released legal holds"}
              detail="A legal hold blocks every erasure. Place one on the page of a session, an identity or a request."
            />
          ),
        }}
      />
      {asked?.what === "review" ? <ReviewHoldDialog hold={asked.hold} onClose={close} /> : null}
      {asked?.what === "release" ? <ReleaseDialog hold={asked.hold} onClose={close} /> : null}
    </>
  );
}
