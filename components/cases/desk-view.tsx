"use client";

import { ImageOff, Lock } from "lucide-react";
import dynamic from "next/dynamic";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { useDocumentParam } from "@/components/documents/use-document-param";
import { DocumentViewer } from "@/components/documents/viewer";
import { problemOf, toastProblem } from "@/components/shell/problem";
import { TopBar } from "@/components/shell/top-bar";
import type { Environment } from "@/components/shell/top-controls";
import { announce } from "@/components/ui/announce";
import { CopyableId } from "@/components/ui/copyable-id";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { useHotkeys } from "@/components/ui/hotkeys";
import { Skeleton } from "@/components/ui/skeleton";
import { caseActions } from "@/lib/cases/client";
import type { DeskDto } from "@/lib/cases/schema";
import { DecisionBar } from "./decision-bar";
import { DeskChecks } from "./desk-checks";
import { DeskFields } from "./desk-fields";
import { DeskLinks } from "./desk-links";
import { DeskNotes } from "./desk-notes";
import { DeskRisk } from "./desk-risk";
import { DeskScreening } from "./desk-screening";
import { DeskWhy } from "./desk-why";
import { CaseStatusPill } from "./looks";
import { useDecisions } from "./use-decisions";
import { useClaimRenewal, useDeskData, useNextAhead } from "./use-desk";
import { useLiveCases } from "./use-live-cases";

const RejectDialog = dynamic(() => import("./reject-dialog"), { ssr: false });
const EscalateDialog = dynamic(() => import("./escalate-dialog"), { ssr: false });
const SnoozeDialog = dynamic(() => import("./snooze-dialog"), { ssr: false });

export type DeskMay = { decide: boolean; write: boolean; resolve: boolean; images: boolean; links: boolean };
type DeskViewProps = { environment: Environment; caseId: string; may: DeskMay };

type OpenDialog = "reject" | "escalate" | "snooze" | null;

/** The case on the desk is the one in the address: the next one is pushed there without asking for a page. */
function useCaseInAddress(initial: string): string {
  const segment = usePathname().split("/")[3];
  return segment ? decodeURIComponent(segment) : initial;
}

function Images({
  desk,
  may,
  documents,
}: {
  desk: DeskDto;
  may: DeskMay;
  documents: ReturnType<typeof useDeskData>["documents"];
}) {
  const choice = useDocumentParam();
  if (!may.images)
    return (
      <EmptyState
        icon={<Lock />}
        title="Your role does not see images"
        detail="Checks and risk are on the right."
      />
    );
  if (documents.error)
    return (
      <ErrorState
        title="The documents could not be opened"
        {...problemOf(documents.error)}
        onRetry={() => documents.refetch()}
        retrying={documents.isFetching}
      />
    );
  if (!documents.data) return <Skeleton className="m-4 h-120" />;
  if (documents.data.data.length === 0)
    return (
      <EmptyState
        icon={<ImageOff />}
        title="No images"
        detail={
          desk.session.retentionStatus === "active"
            ? "The source sent none."
            : "The window for images has closed, or they were destroyed."
        }
      />
    );
  return <DocumentViewer documents={documents.data.data} reload={() => documents.refetch()} {...choice} />;
}

function DeskSkeleton() {
  return (
    <div role="status" className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_20rem_18rem]">
      <span className="sr-only">Loading the case</span>
      <Skeleton className="m-4" />
      <Skeleton className="m-4 h-80" />
      <Skeleton className="m-4 h-60" />
    </div>
  );
}

/** The reviewer's screen: evidence left, what it says in the middle, judgement right, decisions below. */
export function DeskView({ environment, caseId: initial, may }: DeskViewProps) {
  const caseId = useCaseInAddress(initial);
  useLiveCases(environment);
  const { desk, documents } = useDeskData(environment, caseId, may.images);
  useClaimRenewal(environment, desk.data);
  const takeWaiting = useNextAhead(environment, desk.data?.reviewCase, desk.data?.isOpen ?? false);
  const decisions = useDecisions(environment, desk.data, takeWaiting);
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const [isClaiming, setClaiming] = useState(false);
  const data = desk.data;
  const version = data?.reviewCase.version;
  const isTaken = data?.reviewCase.assignedTo !== null && !data?.isOpen;
  const canDecide = may.decide && data !== undefined && data.refusal === null && !isTaken;
  const claim = async () => {
    if (isClaiming) return;
    setClaiming(true);
    try {
      await caseActions.claim(environment, caseId);
      announce("The case is yours");
    } catch (error) {
      toastProblem("The case was not taken", error);
    }
    await desk.refetch();
    setClaiming(false);
  };
  const approve = () =>
    decisions.act({
      done: data?.isDualReview ? "Recommended: approve" : "Approved",
      failed: "Not approved",
      canUndo: true,
      run: (id) => caseActions.approve(environment, id, { version }),
    });
  const on = {
    claim: () => void claim(),
    approve,
    reject: () => setDialog("reject"),
    escalate: () => setDialog("escalate"),
    snooze: () => setDialog("snooze"),
    next: () => void decisions.goOn(),
  };
  useHotkeys(
    "Case",
    [
      { keys: "a", label: "Approve", run: on.approve },
      { keys: "j", label: "Reject", run: on.reject },
      { keys: "e", label: "Escalate", run: on.escalate },
      { keys: "z", label: "Snooze", run: on.snooze },
      { keys: "t", label: "Take this case", run: on.claim },
    ],
    canDecide,
  );
  useHotkeys(
    "Case",
    [
      { keys: "n", label: "Next case", run: on.next },
      { keys: "u", label: "Undo the last decision", run: () => void decisions.undoLast() },
    ],
    may.decide,
  );
  const act = (given: Parameters<typeof decisions.act>[0]) => {
    setDialog(null);
    decisions.act(given);
  };
  return (
    <>
      <TopBar
        title={<CopyableId id={caseId} label="Case id" show="start" />}
        trail={[{ label: "Queue", href: `/${environment}/queue` }]}
      >
        {data ? (
          <>
            <CaseStatusPill status={data.reviewCase.status} />
            <DeskWhy environment={environment} reviewCase={data.reviewCase} />
          </>
        ) : null}
      </TopBar>
      {data ? (
        <>
          <div className="flex min-h-0 flex-1">
            <div className="flex min-h-0 min-w-0 flex-1 flex-col border-r">
              <Images desk={data} may={may} documents={documents} />
            </div>
            <div className="flex w-[37rem] min-h-0 shrink-0 max-xl:block max-xl:w-80 max-xl:overflow-y-auto">
              <div className="min-h-0 w-[19rem] overflow-y-auto border-r max-xl:w-auto max-xl:overflow-visible max-xl:border-r-0 max-xl:border-b">
                <DeskFields desk={data} />
                <DeskChecks desk={data} />
                {may.links ? <DeskLinks environment={environment} caseId={caseId} /> : null}
              </div>
              <div className="min-h-0 min-w-0 flex-1 overflow-y-auto max-xl:overflow-visible">
                <DeskRisk desk={data} />
                <DeskScreening environment={environment} desk={data} mayResolve={may.resolve && !isTaken} />
                <DeskNotes environment={environment} desk={data} mayWrite={may.write} />
              </div>
            </div>
          </div>
          <DecisionBar desk={data} mayAct={may.decide} pending={isClaiming} on={on} />
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
      {dialog === "reject" ? (
        <RejectDialog
          open
          onClose={() => setDialog(null)}
          onReject={(rejection) =>
            act({
              done: data?.isDualReview ? "Recommended: reject" : "Rejected",
              failed: "Not rejected",
              canUndo: true,
              run: (id) => caseActions.reject(environment, id, { ...rejection, version }),
            })
          }
        />
      ) : null}
      {dialog === "escalate" ? (
        <EscalateDialog
          environment={environment}
          open
          onClose={() => setDialog(null)}
          onEscalate={(escalation) =>
            act({
              done: "Escalated",
              failed: "Not escalated",
              run: (id) => caseActions.escalate(environment, id, { ...escalation, version }),
            })
          }
        />
      ) : null}
      {dialog === "snooze" ? (
        <SnoozeDialog
          open
          onClose={() => setDialog(null)}
          onSnooze={(snooze) =>
            act({
              done: "Snoozed",
              failed: "Not snoozed",
              run: (id) => caseActions.snooze(environment, id, { ...snooze, version }),
            })
          }
        />
      ) : null}
    </>
  );
}
