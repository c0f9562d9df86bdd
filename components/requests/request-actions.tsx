"use client";

import { useMutation } from "@tanstack/react-query";
import { CalendarPlus, Download, Pause, Play, Undo2 } from "lucide-react";
import Link from "next/link";
import { Fragment, useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import type { PauseGround } from "@/lib/law/profiles";
import { type RequestAction, requestActions } from "@/lib/requests/client";
import type { RequestDto } from "@/lib/requests/schema";
import { placesOf } from "@/lib/settings/policy";
import { type RequestDialog, RequestDialogs } from "./request-dialogs";
import { useRequestAction } from "./use-request-action";
import { isUnsent, pausableFor, stepTasks } from "./words";

type RequestActionsProps = {
  request: RequestDto;
  me: string;
  relationEndedOn: string;
};
/** Steps that open a dialog first. */
const asked = [
  "verified",
  "authorized",
  "reviewed",
  "delivered",
  "restricted",
  "acknowledged",
  "concluded",
  "erased",
  "lifted",
] as const satisfies RequestDialog[];
const isAsked = (step: string): step is (typeof asked)[number] => asked.some((each) => each === step);

/** Steps that are a single call without a dialog. */
const plain: Partial<Record<string, { action: RequestAction; body?: object; said: string }>> = {
  found: { action: "search", said: "Search finished" },
  // The server refuses the approval of an answer that has changed since it was read.
  approved: { action: "approve", said: "Answer approved" },
  packaged: { action: "package", said: "Package build started" },
  opened: { action: "cases", said: "Reviews opened" },
  decided: { action: "decisions", said: "Outcomes recorded" },
  evidence: { action: "close", body: { status: "completed" }, said: "Request completed" },
};

const settingsPageNames = { organization: "Settings → Organization", requests: "Settings → Requests" };

/** Names the settings that the letter needs and that are empty. */
function Unsaid({ parts }: { parts: RequestDto["unsaid"] }) {
  const environment = useEnvironment();
  return (
    <div role="note" className="rounded-md border border-warn bg-warn-soft px-3 py-2 text-ui">
      <p className="font-medium text-warn">The letter is not complete.</p>
      <p className="text-sm">
        An administrator must fill in{" "}
        {placesOf(parts).map(({ page, names }, at) => (
          <Fragment key={page}>
            {at > 0 ? "; " : ""}
            {names.join(", ").toLowerCase()} in{" "}
            <Link className="text-link" href={`/${environment}/settings/${page}`} prefetch={false}>
              {settingsPageNames[page]}
            </Link>
          </Fragment>
        ))}
        .
      </p>
    </div>
  );
}

/** Says what must happen before the next step. */
function waitsFor({ step, matches, reviewedBy }: RequestDto, me: string): string | undefined {
  if (step === "found" && matches.some(({ state }) => state === "proposed"))
    return "Accept or exclude every found session.";
  if (step === "approved" && reviewedBy === me)
    return "You reviewed this request. Another person must approve it.";
  if (step === "corrected") return "Correct every accepted session, or give a reason to keep it unchanged.";
  return undefined;
}

type PartProps = {
  request: RequestDto;
  act: ReturnType<typeof useRequestAction>;
  onOpen: (dialog: RequestDialog) => void;
};

function NextStep({ request, me, act, onOpen }: PartProps & { me: string }) {
  const { step } = request;
  const wait = waitsFor(request, me);
  if (wait) return <p className="text-sm text-ink-muted">{wait}</p>;
  if (step === "packaged" && request.unsaid.length > 0) return <Unsaid parts={request.unsaid} />;
  const isBuilding = request.package?.status === "queued" || request.package?.status === "building";
  const next = plain[step];
  const take = () => {
    if (isAsked(step)) onOpen(step);
    else if (next) act.mutate(step === "approved" ? { ...next, body: { version: request.version } } : next);
  };
  return (
    <Button
      variant={step === "erased" ? "danger" : "primary"}
      pending={act.isPending || (step === "packaged" && isBuilding)}
      onClick={take}
    >
      {stepTasks[step] ?? step}
    </Button>
  );
}

/** Ends the wait for an answer. */
const answered: Record<PauseGround, string> = {
  identity: "Resume clock: proof received…",
  scope: "Resume clock: scope answered…",
  fee: "Resume clock: fee paid…",
};

function ClockActions({ request, onOpen }: Omit<PartProps, "act">) {
  const { clock } = request;
  return (
    <>
      {clock.pausedFor.map((ground) => (
        <Button key={ground} icon={<Play />} onClick={() => onOpen(`resume-${ground}`)}>
          {answered[ground]}
        </Button>
      ))}
      {pausableFor(request).length > 0 ? (
        <Button icon={<Pause />} onClick={() => onOpen("pause")}>
          Pause clock…
        </Button>
      ) : null}
      {clock.isExtended || !clock.mayExtend || clock.daysLeft < 0 ? null : (
        <Button icon={<CalendarPlus />} onClick={() => onOpen("extend")}>
          Extend deadline…
        </Button>
      )}
    </>
  );
}

/** Whether a part can be answered later: the answer is a package, is reviewed, and is not delivered. */
function mayDivide({ steps, matches }: RequestDto): boolean {
  const step = steps.find(({ state }) => state === "current")?.name;
  const isNext =
    step === "packaged" || (step === "delivered" && steps.some(({ name }) => name === "packaged"));
  return isNext && matches.filter(({ state }) => state === "accepted").length > 1;
}

function OtherActions({ request, act, onOpen }: PartProps) {
  const isUndecided = request.step === "found" && request.matches.some(({ state }) => state === "proposed");
  const mayFindAgain = request.matches.length > 0 && !request.reviewedBy && !isUndecided;
  return (
    <>
      {mayFindAgain ? (
        <Button variant="ghost" onClick={() => act.mutate({ action: "search", said: "Search finished" })}>
          Search again
        </Button>
      ) : null}
      {request.reviewedBy && isUnsent(request) ? (
        <Button
          variant="ghost"
          icon={<Undo2 />}
          title="The built package and its download link stop working."
          onClick={() => act.mutate({ action: "take-back", said: "Review withdrawn" })}
        >
          Withdraw review
        </Button>
      ) : null}
      {request.matches.some(({ state }) => state === "accepted") ? (
        <Button variant="ghost" onClick={() => onOpen("compare")}>
          Compare value…
        </Button>
      ) : null}
      {mayDivide(request) ? (
        <Button variant="ghost" onClick={() => onOpen("later")}>
          Answer in parts…
        </Button>
      ) : null}
      {request.sameKind.length > 0 ? (
        <Button variant="ghost" onClick={() => onOpen("join")}>
          Merge into another request…
        </Button>
      ) : null}
      <Button variant="ghost" onClick={() => onOpen("withdrawn")}>
        Mark as withdrawn…
      </Button>
      {isUnsent(request) ? (
        <>
          {request.fee ? null : (
            <Button variant="ghost" onClick={() => onOpen("fee")}>
              Ask for a fee…
            </Button>
          )}
          {request.refusal ? null : (
            <Button variant="danger-outline" onClick={() => onOpen("refused")}>
              {request.needsApproval ? "Propose refusal…" : "Refuse request…"}
            </Button>
          )}
        </>
      ) : null}
    </>
  );
}

/** Shows the next step as the one prominent button, and everything else below it. */
export function RequestActions({ request, me, relationEndedOn }: RequestActionsProps) {
  const environment = useEnvironment();
  const [opened, setOpened] = useState<RequestDialog | null>(null);
  const act = useRequestAction(request.id);
  const save = useMutation({
    mutationFn: () => requestActions.savePackage(environment, request.id),
    onError: (error) => toastProblem("The package could not be downloaded", error),
  });
  const parts = { request, act, onOpen: setOpened };
  return (
    <section aria-label="Actions" className="flex flex-col gap-2">
      <h2 className="text-sm font-semibold text-ink-muted">Next step</h2>
      <NextStep {...parts} me={me} />
      {request.package?.status === "ready" ? (
        <Button icon={<Download />} pending={save.isPending} onClick={() => save.mutate()}>
          Download package
        </Button>
      ) : null}
      <h2 className="mt-2 text-sm font-semibold text-ink-muted">Other actions</h2>
      <ClockActions {...parts} />
      <OtherActions {...parts} />
      <RequestDialogs
        opened={opened}
        request={request}
        relationEndedOn={relationEndedOn}
        onClose={() => setOpened(null)}
      />
    </section>
  );
}
