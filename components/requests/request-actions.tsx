"use client";

import { useMutation } from "@tanstack/react-query";
import { CalendarPlus, Download, Pause, Play, Undo2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { toastProblem } from "@/components/shell/problem";
import type { Environment } from "@/components/shell/top-controls";
import { Button } from "@/components/ui/button";
import { type RequestAction, requestActions } from "@/lib/requests/client";
import { recordNames } from "@/lib/requests/policy";
import type { RequestDto } from "@/lib/requests/schema";
import { DeliverDialog } from "./deliver-dialog";
import { EraseDialog } from "./erase-dialog";
import { JoinDialog } from "./join-dialog";
import { ReasonDialog } from "./reason-dialog";
import { ReviewDialog } from "./review-dialog";
import { useRequestAction } from "./use-request-action";
import { VerifyDialog } from "./verify-dialog";
import { isUnsent, stepTasks } from "./words";

type RequestActionsProps = {
  environment: Environment;
  request: RequestDto;
  me: string;
  relationEndedOn: string;
};
type Opened =
  | "verified"
  | "reviewed"
  | "delivered"
  | "restricted"
  | "erased"
  | "pause"
  | "extend"
  | "refused"
  | "withdrawn"
  | "join"
  | null;

/** Steps that are looked at or filled in before they are done. */
const isAsked = (step: string): step is "verified" | "reviewed" | "delivered" | "restricted" | "erased" =>
  ["verified", "reviewed", "delivered", "restricted", "erased"].includes(step);

/** Steps that are one call without a question. */
const plain: Partial<Record<string, { action: RequestAction; body?: object; said: string }>> = {
  found: { action: "search", said: "Search finished" },
  approved: { action: "approve", said: "Approved" },
  packaged: { action: "package", said: "The package is being built" },
  evidence: { action: "close", body: { status: "completed" }, said: "Request completed" },
};

const asked = {
  restricted: {
    action: "restrict",
    title: "Restrict the accepted sessions",
    description:
      "They are stored and otherwise not processed (Art. 18): nobody finds them but compliance, and nobody changes them, until you lift it.",
    submit: "Restrict",
    said: "Sessions restricted",
  },
  pause: {
    action: "pause",
    title: "Stop the clock",
    description:
      "While you doubt who asks and have told them what you need. It goes on when they are verified.",
    submit: "Stop the clock",
    said: "The clock stands",
  },
  extend: {
    action: "extend",
    title: "Extend the time to answer",
    description: "Once, for complexity or number. The requester is told the reason within the first term.",
    submit: "Extend",
    said: "Time extended",
  },
  refused: {
    action: "close",
    title: "Refuse this request",
    description:
      "The requester is told the reason, and that they may complain to an authority or go to court.",
    submit: "Refuse",
    said: "Request refused",
  },
  withdrawn: {
    action: "close",
    title: "Withdrawn by the requester",
    description: "How you know that they no longer want it.",
    submit: "Close as withdrawn",
    said: "Request closed as withdrawn",
  },
} as const;

/** What the letter needs and settings do not say yet; it is not written without. */
function Unsaid({ environment, parts }: { environment: Environment; parts: RequestDto["unsaid"] }) {
  return (
    <div role="note" className="rounded-md border border-warn bg-warn-soft px-3 py-2 text-ui">
      <p className="font-medium text-warn">The letter cannot be written yet.</p>
      <p className="text-sm">
        An administrator must fill in {parts.map((part) => recordNames[part].toLowerCase()).join(", ")} in{" "}
        <Link className="text-link" href={`/${environment}/settings/requests`} prefetch={false}>
          Settings → Requests
        </Link>
        .
      </p>
    </div>
  );
}

/** The next step as the one prominent button, everything else below it. */
export function RequestActions({ environment, request, me, relationEndedOn }: RequestActionsProps) {
  const [opened, setOpened] = useState<Opened>(null);
  const act = useRequestAction(environment, request.id);
  const save = useMutation({
    mutationFn: () => requestActions.savePackage(environment, request.id),
    onError: (error) => toastProblem("The package could not be fetched", error),
  });
  const { step, clock, steps } = request;
  const isVerified = steps.some(({ name, state }) => name === "verified" && state === "done");
  const next = plain[step];
  const isBuilding = request.package?.status === "queued" || request.package?.status === "building";
  const isUndecided = step === "found" && request.matches.some(({ state }) => state === "proposed");
  const isOwnReview = step === "approved" && request.reviewedBy === me;
  const take = () => {
    if (isAsked(step)) setOpened(step);
    else if (next) act.mutate(next);
  };
  return (
    <section aria-label="Actions" className="flex flex-col gap-2">
      <h2 className="text-sm font-semibold text-ink-muted">Next</h2>
      {isUndecided ? (
        <p className="text-sm text-ink-muted">Accept or exclude every session that was found.</p>
      ) : isOwnReview ? (
        <p className="text-sm text-ink-muted">You reviewed it: a second person approves it.</p>
      ) : step === "corrected" ? (
        <p className="text-sm text-ink-muted">
          Correct every accepted session, or say why it stays as it is.
        </p>
      ) : step === "packaged" && request.unsaid.length > 0 ? (
        <Unsaid environment={environment} parts={request.unsaid} />
      ) : (
        <Button
          variant={step === "erased" ? "danger" : "primary"}
          pending={act.isPending || (step === "packaged" && isBuilding)}
          onClick={take}
        >
          {stepTasks[step] ?? step}
        </Button>
      )}
      {request.package?.status === "ready" ? (
        <Button icon={<Download />} pending={save.isPending} onClick={() => save.mutate()}>
          Download the package
        </Button>
      ) : null}
      <h2 className="mt-2 text-sm font-semibold text-ink-muted">Also</h2>
      {clock.isPaused ? (
        <Button
          icon={<Play />}
          onClick={() => act.mutate({ action: "resume", said: "The clock is running" })}
        >
          Let the clock go on
        </Button>
      ) : clock.mayPause && !isVerified ? (
        <Button icon={<Pause />} onClick={() => setOpened("pause")}>
          Stop the clock…
        </Button>
      ) : null}
      {clock.isExtended || clock.daysLeft < 0 ? null : (
        <Button icon={<CalendarPlus />} onClick={() => setOpened("extend")}>
          Extend…
        </Button>
      )}
      {request.matches.length > 0 && !request.reviewedBy && !isUndecided ? (
        <Button variant="ghost" onClick={() => act.mutate({ action: "search", said: "Search finished" })}>
          Search again
        </Button>
      ) : null}
      {request.reviewedBy && isUnsent(request) ? (
        <Button
          variant="ghost"
          icon={<Undo2 />}
          title="The package that was built ends, and its link with it."
          onClick={() => act.mutate({ action: "take-back", said: "The review was taken back" })}
        >
          Take back the review
        </Button>
      ) : null}
      {request.duplicates.length > 0 ? (
        <Button variant="ghost" onClick={() => setOpened("join")}>
          Join into another…
        </Button>
      ) : null}
      <Button variant="ghost" onClick={() => setOpened("withdrawn")}>
        Withdrawn…
      </Button>
      <Button variant="danger-outline" onClick={() => setOpened("refused")}>
        Refuse…
      </Button>
      {opened === "verified" ? (
        <VerifyDialog environment={environment} requestId={request.id} onClose={() => setOpened(null)} />
      ) : opened === "erased" ? (
        <EraseDialog
          environment={environment}
          request={request}
          relationEndedOn={relationEndedOn}
          onClose={() => setOpened(null)}
        />
      ) : opened === "reviewed" ? (
        <ReviewDialog environment={environment} request={request} onClose={() => setOpened(null)} />
      ) : opened === "delivered" ? (
        <DeliverDialog environment={environment} request={request} onClose={() => setOpened(null)} />
      ) : opened === "join" ? (
        <JoinDialog environment={environment} request={request} onClose={() => setOpened(null)} />
      ) : opened ? (
        <ReasonDialog
          key={opened}
          environment={environment}
          requestId={request.id}
          {...asked[opened]}
          more={opened === "refused" || opened === "withdrawn" ? { status: opened } : undefined}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </section>
  );
}
