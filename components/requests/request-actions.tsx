"use client";

import { useMutation } from "@tanstack/react-query";
import { CalendarPlus, Download, Pause, Play, Undo2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { type RequestAction, requestActions } from "@/lib/requests/client";
import type { RequestDto } from "@/lib/requests/schema";
import { recordNames } from "@/lib/settings/policy";
import { DeliverDialog } from "./deliver-dialog";
import { EraseDialog } from "./erase-dialog";
import { JoinDialog } from "./join-dialog";
import { ReasonDialog } from "./reason-dialog";
import { ReviewDialog } from "./review-dialog";
import { useRequestAction } from "./use-request-action";
import { VerifyDialog } from "./verify-dialog";
import { isUnsent, stepTasks } from "./words";

type RequestActionsProps = {
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
  approved: { action: "approve", said: "Answer approved" },
  packaged: { action: "package", said: "Package build started" },
  evidence: { action: "close", body: { status: "completed" }, said: "Request completed" },
};

const asked = {
  restricted: {
    action: "restrict",
    title: "Restrict accepted sessions",
    description:
      "Restricted sessions are stored but not otherwise processed (GDPR Art. 18). Only Compliance can find them, and nobody can change them, until you lift the restriction.",
    submit: "Restrict sessions",
    said: "Sessions restricted",
  },
  pause: {
    action: "pause",
    title: "Pause clock",
    description:
      "Pause the clock while you doubt the requester's identity and have asked for proof. Verifying the requester resumes the clock.",
    submit: "Pause clock",
    said: "Clock paused",
  },
  extend: {
    action: "extend",
    title: "Extend deadline",
    description:
      "You can extend once, because the request is complex or the person made many requests. Tell the requester the reason before the original deadline.",
    submit: "Extend deadline",
    said: "Deadline extended",
  },
  refused: {
    action: "close",
    title: "Refuse request",
    description: "Tell the requester the reason, and their right to complain to an authority or go to court.",
    submit: "Refuse request",
    said: "Request refused",
  },
  withdrawn: {
    action: "close",
    title: "Mark as withdrawn",
    description: "How did the requester withdraw?",
    submit: "Mark as withdrawn",
    said: "Request marked as withdrawn",
  },
} as const;

/** What the letter needs and settings do not say yet; it is not written without. */
function Unsaid({ parts }: { parts: RequestDto["unsaid"] }) {
  const environment = useEnvironment();
  return (
    <div role="note" className="rounded-md border border-warn bg-warn-soft px-3 py-2 text-ui">
      <p className="font-medium text-warn">The letter is not complete.</p>
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
export function RequestActions({ request, me, relationEndedOn }: RequestActionsProps) {
  const environment = useEnvironment();
  const [opened, setOpened] = useState<Opened>(null);
  const act = useRequestAction(request.id);
  const save = useMutation({
    mutationFn: () => requestActions.savePackage(environment, request.id),
    onError: (error) => toastProblem("The package could not be downloaded", error),
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
      <h2 className="text-sm font-semibold text-ink-muted">Next step</h2>
      {isUndecided ? (
        <p className="text-sm text-ink-muted">Accept or exclude every found session.</p>
      ) : isOwnReview ? (
        <p className="text-sm text-ink-muted">You reviewed this request. Another person must approve it.</p>
      ) : step === "corrected" ? (
        <p className="text-sm text-ink-muted">
          Correct every accepted session, or give a reason to keep it unchanged.
        </p>
      ) : step === "packaged" && request.unsaid.length > 0 ? (
        <Unsaid parts={request.unsaid} />
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
          Download package
        </Button>
      ) : null}
      <h2 className="mt-2 text-sm font-semibold text-ink-muted">Other actions</h2>
      {clock.isPaused ? (
        <Button icon={<Play />} onClick={() => act.mutate({ action: "resume", said: "Clock resumed" })}>
          Resume clock
        </Button>
      ) : clock.mayPause && !isVerified ? (
        <Button icon={<Pause />} onClick={() => setOpened("pause")}>
          Pause clock…
        </Button>
      ) : null}
      {clock.isExtended || clock.daysLeft < 0 ? null : (
        <Button icon={<CalendarPlus />} onClick={() => setOpened("extend")}>
          {" "}
          Extend deadline…{" "}
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
          title="The built package and its download link stop working."
          onClick={() => act.mutate({ action: "take-back", said: "Review withdrawn" })}
        >
          Withdraw review
        </Button>
      ) : null}
      {request.duplicates.length > 0 ? (
        <Button variant="ghost" onClick={() => setOpened("join")}>
          Merge into another request…
        </Button>
      ) : null}
      <Button variant="ghost" onClick={() => setOpened("withdrawn")}>
        Mark as withdrawn…
      </Button>
      <Button variant="danger-outline" onClick={() => setOpened("refused")}>
        {" "}
        Refuse request…{" "}
      </Button>
      {opened === "verified" ? (
        <VerifyDialog requestId={request.id} onClose={() => setOpened(null)} />
      ) : opened === "erased" ? (
        <EraseDialog request={request} relationEndedOn={relationEndedOn} onClose={() => setOpened(null)} />
      ) : opened === "reviewed" ? (
        <ReviewDialog request={request} onClose={() => setOpened(null)} />
      ) : opened === "delivered" ? (
        <DeliverDialog request={request} onClose={() => setOpened(null)} />
      ) : opened === "join" ? (
        <JoinDialog request={request} onClose={() => setOpened(null)} />
      ) : opened ? (
        <ReasonDialog
          key={opened}
          requestId={request.id}
          {...asked[opened]}
          more={opened === "refused" || opened === "withdrawn" ? { status: opened } : undefined}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </section>
  );
}
