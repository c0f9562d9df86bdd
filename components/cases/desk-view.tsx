"use client";

import { UserRoundPlus } from "lucide-react";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { TopBar } from "@/components/shell/top-bar";
import { Button } from "@/components/ui/button";
import { CopyableId } from "@/components/ui/copyable-id";
import { ErrorState } from "@/components/ui/error-state";
import { useAddressQuery } from "@/components/ui/use-address-query";
import type { DeskDto } from "@/lib/cases/schema";
import { decisionActions } from "@/lib/decisions/client";
import { DecisionBar } from "./decision-bar";
import { DeskDialogs, type OpenDialog } from "./desk-dialogs";
import { DeskFacts } from "./desk-facts";
import type { DeskMay } from "./desk-may";
import { DeskPanes } from "./desk-panes";
import { queuePath, readFrom } from "./desk-path";
import { DeskResubmission } from "./desk-resubmission";
import { DeskSkeleton } from "./desk-skeleton";
import { DeskStart } from "./desk-start";
import { DeskWhy } from "./desk-why";
import { CaseStatusPill, PriorityPill } from "./looks";
import { openHitsOf, showOpenHits } from "./open-hits";
import { useClaim } from "./use-claim";
import { type Decisions, useDecisions } from "./use-decisions";
import { useClaimRenewal, useDeskData } from "./use-desk";
import { useDeskKeys } from "./use-desk-keys";
import { useLiveCases } from "./use-live-cases";
import { useNamedItem } from "./use-named-item";
import { useNextAhead } from "./use-next-ahead";

/** Returns the case in the address. Moving to the next case changes the address without loading a page. */
function useCaseInAddress(initial: string): string {
  const segment = usePathname().split("/")[3];
  return segment ? decodeURIComponent(segment) : initial;
}

type DeskViewProps = { caseId: string; may: DeskMay };

type DeskBarProps = {
  caseId: string;
  desk: DeskDto | undefined;
  queue: string;
  onAssign: (() => void) | null;
};

/** The first line of the desk: the case and its status. */
function DeskBar({ caseId, desk, queue, onAssign }: DeskBarProps) {
  return (
    <TopBar
      title={<CopyableId id={caseId} label="Case ID" show="start" />}
      heading={desk ? null : "Case"}
      trail={[{ label: "Queue", href: queue }]}
    >
      {desk ? (
        <>
          <CaseStatusPill status={desk.reviewCase.status} />
          {onAssign ? (
            <Button size="sm" variant="ghost" icon={<UserRoundPlus />} shortcut="P" onClick={onAssign}>
              <span className="max-xl:sr-only">Assign</span>
            </Button>
          ) : null}
          <PriorityPill priority={desk.reviewCase.priority} />
        </>
      ) : null}
    </TopBar>
  );
}

type ActsProps = {
  desk: DeskDto | undefined;
  claim: () => void;
  decisions: Decisions;
  setDialog: (dialog: OpenDialog) => void;
};

/** The actions of the desk's keys and buttons. */
function useDeskActs({ desk, claim, decisions, setDialog }: ActsProps) {
  const environment = useEnvironment();
  const open = (kind: "reject" | "escalate" | "snooze" | "assign" | "resubmit") => () => setDialog({ kind });
  /**
   * A decision requires that the reviewer has seen the values. On a case that is not claimed by the reviewer, the
   * keys claim it, which shows the values.
   */
  const held = (act: () => void) => () => {
    if (desk?.isOpen) return act();
    claim();
  };
  const approve = () => {
    const openHits = openHitsOf(desk);
    if (desk?.approvalNeedsHits && openHits > 0) return showOpenHits(openHits);
    decisions.act({
      done: desk?.isDualReview ? "Recommended: approve" : "Approved",
      failed: "Not approved",
      canUndo: true,
      run: (id, version) => decisionActions.approve(environment, id, { version }),
    });
  };
  return {
    claim,
    approve: held(approve),
    reject: held(open("reject")),
    escalate: open("escalate"),
    resubmit: held(open("resubmit")),
    snooze: open("snooze"),
    assign: open("assign"),
    next: decisions.goOn,
  };
}

/** The reviewer's screen, with the decisions always visible below it. */
export function DeskView({ caseId: initial, may }: DeskViewProps) {
  const environment = useEnvironment();
  const caseId = useCaseInAddress(initial);
  useLiveCases();
  useNamedItem();
  const { desk, documents } = useDeskData(caseId, may.images);
  const { data } = desk;
  useClaimRenewal(data);
  const tab = readFrom(useAddressQuery(), may.takeEscalations);
  const ahead = useNextAhead(data?.reviewCase, { isMine: data?.isOpen ?? false, tab });
  const decisions = useDecisions(data, { ahead, tab });
  const { claim, isClaiming } = useClaim(caseId, () => Promise.all([desk.refetch(), documents.refetch()]));
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const isTaken = data !== undefined && data.reviewCase.assignedTo !== null && !data.isOpen;
  const canDecide = may.decide && data !== undefined && data.refusal === null && !isTaken;
  const on = useDeskActs({ desk: data, claim, decisions, setDialog });
  const isDecided = data?.reviewCase.decidedAt !== null;
  const mayAssign = may.assign && data !== undefined && !isDecided;
  useDeskKeys({
    on,
    canDecide,
    canTake: canDecide && !data.isOpen,
    may: { ...may, assign: mayAssign },
    decisions,
  });
  return (
    <>
      <DeskBar
        caseId={caseId}
        desk={data}
        queue={queuePath(environment, tab)}
        onAssign={mayAssign ? on.assign : null}
      />
      {data ? (
        <>
          <DeskStart desk={data} />
          <DeskWhy desk={data} />
          <DeskFacts desk={data} />
          <DeskResubmission desk={data} />
          <DeskPanes desk={data} documents={documents} may={may} onDialog={setDialog} />
          <DecisionBar desk={data} mayAct={may.decide} pending={isClaiming} on={on} />
          <DeskDialogs desk={data} open={dialog} onClose={() => setDialog(null)} onAct={decisions.act} />
        </>
      ) : desk.error ? (
        <ErrorState
          title="The case could not be opened"
          {...problemOf(desk.error)}
          onRetry={() => desk.refetch()}
          retrying={desk.isFetching}
        />
      ) : (
        <DeskSkeleton />
      )}
    </>
  );
}
