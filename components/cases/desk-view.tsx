"use client";

import { UserRoundPlus } from "lucide-react";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { problemOf, toastProblem } from "@/components/shell/problem";
import { TopBar } from "@/components/shell/top-bar";
import type { Environment } from "@/components/shell/top-controls";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { CopyableId } from "@/components/ui/copyable-id";
import { ErrorState } from "@/components/ui/error-state";
import { useHotkeys } from "@/components/ui/hotkeys";
import { useAddressQuery } from "@/components/ui/use-address-query";
import { caseActions } from "@/lib/cases/client";
import type { DeskDto } from "@/lib/cases/schema";
import { DecisionBar } from "./decision-bar";
import { DeskChecks } from "./desk-checks";
import { DeskDecisions } from "./desk-decisions";
import { DeskDialogs, type OpenDialog } from "./desk-dialogs";
import { DeskFields } from "./desk-fields";
import { DeskImages } from "./desk-images";
import { DeskLinks } from "./desk-links";
import { DeskNotes } from "./desk-notes";
import { queuePath, readFrom } from "./desk-path";
import { DeskRisk } from "./desk-risk";
import { DeskScreening } from "./desk-screening";
import { DeskSkeleton } from "./desk-skeleton";
import { DeskStart } from "./desk-start";
import { DeskWhy } from "./desk-why";
import { CaseStatusPill, PriorityPill } from "./looks";
import { type Decisions, useDecisions } from "./use-decisions";
import { useClaimRenewal, useDeskData } from "./use-desk";
import { useLiveCases } from "./use-live-cases";
import { useNextAhead } from "./use-next-ahead";

export type DeskMay = {
  decide: boolean;
  write: boolean;
  resolve: boolean;
  images: boolean;
  links: boolean;
  assign: boolean;
  correct: boolean;
  override: boolean;
  takeEscalations: boolean;
};

/** The case on the desk is the one in the address: the next one is pushed there without asking for a page. */
function useCaseInAddress(initial: string): string {
  const segment = usePathname().split("/")[3];
  return segment ? decodeURIComponent(segment) : initial;
}

function useClaim(environment: Environment, caseId: string, reread: () => Promise<unknown>) {
  const [isClaiming, setClaiming] = useState(false);
  const claim = async () => {
    if (isClaiming) return;
    setClaiming(true);
    try {
      await caseActions.claim(environment, caseId);
      announce("The case is yours");
    } catch (error) {
      toastProblem("The case was not taken", error);
    }
    await reread();
    setClaiming(false);
  };
  return { claim: () => void claim(), isClaiming };
}

type PanesProps = {
  environment: Environment;
  desk: DeskDto;
  documents: ReturnType<typeof useDeskData>["documents"];
  may: DeskMay;
  onDialog: (dialog: OpenDialog) => void;
};

/** Evidence left, what it says in the middle, judgement right. */
function Panes({ environment, desk, documents, may, onDialog }: PanesProps) {
  const { reviewCase } = desk;
  const isTaken = reviewCase.assignedTo !== null && !desk.isOpen;
  const isReadable = desk.session.retentionStatus === "active";
  return (
    <div className="flex min-h-0 flex-1 max-md:flex-col max-md:overflow-y-auto">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col border-r max-md:h-112 max-md:flex-none max-md:border-r-0 max-md:border-b">
        <DeskImages environment={environment} desk={desk} mayView={may.images} documents={documents} />
      </div>
      <div className="flex w-[37rem] min-h-0 shrink-0 max-xl:block max-xl:w-80 max-xl:overflow-y-auto max-md:w-auto max-md:flex-none max-md:overflow-visible">
        <section
          aria-label="What the document says"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboards scroll it
          tabIndex={0}
          className="min-h-0 w-[19rem] overflow-y-auto border-r max-xl:w-auto max-xl:overflow-visible max-xl:border-r-0 max-xl:border-b"
        >
          <DeskFields
            desk={desk}
            onCorrect={
              may.correct && isReadable ? (field) => onDialog({ kind: "correct", field }) : undefined
            }
          />
          <DeskChecks
            desk={desk}
            onOverride={
              may.override && isReadable && reviewCase.decidedAt === null
                ? (policy) => onDialog({ kind: "override", policy })
                : undefined
            }
          />
          {may.links ? <DeskLinks environment={environment} caseId={reviewCase.id} /> : null}
        </section>
        <section
          aria-label="What speaks for and against it"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboards scroll it
          tabIndex={0}
          className="min-h-0 min-w-0 flex-1 overflow-y-auto max-xl:overflow-visible"
        >
          <DeskRisk desk={desk} />
          <DeskScreening environment={environment} desk={desk} mayResolve={may.resolve && !isTaken} />
          <DeskNotes
            key={reviewCase.id}
            environment={environment}
            desk={desk}
            mayWrite={may.write && isReadable}
          />
          <DeskDecisions environment={environment} reviewCase={reviewCase} mayReplay={may.images} />
        </section>
      </div>
    </div>
  );
}

type KeysProps = {
  on: Record<"approve" | "reject" | "escalate" | "snooze" | "claim" | "assign" | "next", () => void>;
  canDecide: boolean;
  canTake: boolean;
  may: DeskMay;
  decisions: Decisions;
};

function useDeskKeys({ on, canDecide, canTake, may, decisions }: KeysProps) {
  useHotkeys(
    "Case",
    [
      { keys: "a", label: "Approve", run: on.approve },
      { keys: "j", label: "Reject", run: on.reject },
      { keys: "e", label: "Escalate", run: on.escalate },
      { keys: "z", label: "Snooze", run: on.snooze },
    ],
    canDecide,
  );
  useHotkeys("Case", [{ keys: "t", label: "Take this case", run: on.claim }], canTake);
  useHotkeys("Case", [{ keys: "p", label: "Assign, priority", run: on.assign }], may.assign);
  useHotkeys(
    "Case",
    [
      { keys: "n", label: "Next case", run: on.next },
      { keys: "u", label: "Undo the last decision", run: decisions.undoLast },
    ],
    may.decide,
  );
}

type DeskViewProps = { environment: Environment; caseId: string; may: DeskMay };

/** The reviewer's screen, with the decisions always in reach below it. */
export function DeskView({ environment, caseId: initial, may }: DeskViewProps) {
  const caseId = useCaseInAddress(initial);
  useLiveCases(environment);
  const { desk, documents } = useDeskData(environment, caseId, may.images);
  const { data } = desk;
  useClaimRenewal(environment, data);
  const tab = readFrom(useAddressQuery(), may.takeEscalations);
  const ahead = useNextAhead(environment, data?.reviewCase, { isMine: data?.isOpen ?? false, tab });
  const decisions = useDecisions(environment, data, { ahead, tab });
  const { claim, isClaiming } = useClaim(environment, caseId, () =>
    Promise.all([desk.refetch(), documents.refetch()]),
  );
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const isTaken = data !== undefined && data.reviewCase.assignedTo !== null && !data.isOpen;
  const canDecide = may.decide && data !== undefined && data.refusal === null && !isTaken;
  const open = (kind: "reject" | "escalate" | "snooze" | "assign") => () => setDialog({ kind });
  const on = {
    claim,
    approve: () =>
      decisions.act({
        done: data?.isDualReview ? "Recommended: approve" : "Approved",
        failed: "Not approved",
        canUndo: true,
        run: (id, version) => caseActions.approve(environment, id, { version }),
      }),
    reject: open("reject"),
    escalate: open("escalate"),
    snooze: open("snooze"),
    assign: open("assign"),
    next: decisions.goOn,
  };
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
      <TopBar
        title={<CopyableId id={caseId} label="Case id" show="start" />}
        trail={[{ label: "Queue", href: queuePath(environment, tab) }]}
      >
        {data ? (
          <>
            <CaseStatusPill status={data.reviewCase.status} />
            {mayAssign ? (
              <Button size="sm" variant="ghost" icon={<UserRoundPlus />} shortcut="P" onClick={on.assign}>
                <span className="max-xl:sr-only">Assign</span>
              </Button>
            ) : null}
            <PriorityPill priority={data.reviewCase.priority} />
            <DeskWhy environment={environment} reviewCase={data.reviewCase} />
          </>
        ) : null}
      </TopBar>
      {data ? (
        <>
          <DeskStart desk={data} />
          <Panes environment={environment} desk={data} documents={documents} may={may} onDialog={setDialog} />
          <DecisionBar desk={data} mayAct={may.decide} pending={isClaiming} on={on} />
          <DeskDialogs
            environment={environment}
            desk={data}
            open={dialog}
            onClose={() => setDialog(null)}
            onAct={decisions.act}
          />
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
