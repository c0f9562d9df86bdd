"use client";

import { useQuery } from "@tanstack/react-query";
import { Clock, FileText } from "lucide-react";
import { useState } from "react";
import { LinksCard } from "@/components/delivery/links-card";
import { HoldCard } from "@/components/holds/hold-card";
import { MemberNotesCard } from "@/components/member-notes/member-notes-card";
import { MessagesCard } from "@/components/messages/messages-card";
import { RemarksCard } from "@/components/remarks/remarks-card";
import { useEnvironment } from "@/components/shell/environment";
import { Waiting } from "@/components/shell/loaded";
import { TopBar } from "@/components/shell/top-bar";
import { CopyableId } from "@/components/ui/copyable-id";
import { Pill } from "@/components/ui/pill";
import { SkeletonRows } from "@/components/ui/skeleton";
import { day } from "@/lib/format/date";
import { requestQueries } from "@/lib/requests/client";
import { wantsRestriction } from "@/lib/requests/policy";
import { Assignee } from "./assignee";
import { ConclusionCard } from "./conclusion-card";
import { DecisionsCard } from "./decisions-card";
import { Dossier } from "./dossier";
import { ErasureCertificate } from "./erasure-certificate";
import { ErasurePlan } from "./erasure-plan";
import { LettersCard } from "./letters-card";
import { OpenReviews } from "./open-reviews";
import { PartsCard } from "./parts-card";
import { RecipientsCard } from "./recipients-card";
import { RectifyCard } from "./rectify-card";
import { FeeCard, RefusalCard } from "./refusal-card";
import { Reopen } from "./reopen";
import { RequestActions } from "./request-actions";
import { RequestClock } from "./request-clock";
import { RequestLanguage } from "./request-language";
import { RequestMatches } from "./request-matches";
import { RequestSteps } from "./request-steps";
import { Requester } from "./requester";
import { RestrictionCard } from "./restriction-card";
import { clockTone, daysLeftText, isUnsent, kindNames, statusNames } from "./words";

type RequestViewProps = { requestId: string; mayWork: boolean; me: string };

/** Three columns; with less room the actions move above the checklist, and finally everything is one column. */
const layout = [
  "grid min-h-0 flex-1 grid-cols-[18rem_minmax(0,1fr)_18rem] [grid-template-areas:'steps_main_aside']",
  "max-xl:grid-cols-[16rem_minmax(0,1fr)] max-xl:grid-rows-[auto_minmax(0,1fr)] max-xl:[grid-template-areas:'aside_main'_'steps_main']",
  "max-md:block max-md:overflow-auto",
].join(" ");

const buildingPollMs = 1_000;
const isBuilding = (status: string | undefined) => status === "queued" || status === "building";

/** Shows a request with its checklist: what is done, what is next, and the means to do it. */
export function RequestView({ requestId, mayWork, me }: RequestViewProps) {
  const environment = useEnvironment();
  const [given, setEnded] = useState<string>();
  const request = useQuery({
    ...requestQueries.one(environment, requestId),
    refetchInterval: ({ state }) => (isBuilding(state.data?.package?.status) ? buildingPollMs : false),
  });
  const trail = [{ label: "Requests", href: `/${environment}/requests` }];
  const { data } = request;
  if (!data)
    return (
      <>
        <TopBar title="Request" trail={trail} />
        <Waiting
          query={request}
          failed="The request could not be loaded"
          skeleton={<SkeletonRows rows={10} label="Loading the request" />}
        />
      </>
    );
  const ended = given ?? data.relationEndedOn ?? "";
  const isOpen = data.status === "open";
  const hasErasure = data.steps.some(({ name }) => name === "erased");
  return (
    <>
      <TopBar title={<CopyableId id={data.id} />} trail={trail}>
        <Pill tone="info" icon={<FileText />}>
          {kindNames[data.kind]}
        </Pill>
        {isOpen ? (
          <Pill tone={clockTone(data.clock)} icon={<Clock />}>
            {daysLeftText(data.clock)}
          </Pill>
        ) : (
          <Pill tone={data.status === "completed" ? "good" : "neutral"}>{statusNames[data.status]}</Pill>
        )}
        <span className="max-xl:hidden">
          {isOpen && !data.clock.isPaused ? `due ${day(data.clock.dueOn)} · ` : null}
          {data.clock.law}
        </span>
      </TopBar>
      <div className={layout}>
        <RequestSteps request={data} />
        <section
          aria-label="Request details"
          className="flex min-w-0 flex-col gap-5 overflow-auto p-4 [grid-area:main] *:shrink-0 max-md:overflow-visible"
          // Scrolls, so it can be reached.
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
          tabIndex={0}
        >
          <Requester request={data} />
          <RefusalCard request={data} mayWork={mayWork} me={me} />
          {data.fee ? <FeeCard fee={data.fee} /> : null}
          {mayWork ? <MessagesCard request={data} /> : null}
          {mayWork ? <MemberNotesCard requestId={requestId} /> : null}
          {mayWork ? <LettersCard request={data} /> : null}
          <RequestMatches request={data} mayWork={mayWork && isOpen} />
          {data.openReviews ? (
            <OpenReviews
              requestId={requestId}
              reviews={data.openReviews}
              reason={data.reasons.telling}
              mayChange={mayWork && isOpen && isUnsent(data)}
            />
          ) : null}
          {mayWork && data.matches.some(({ state }) => state === "accepted") ? (
            <RemarksCard requestId={requestId} mayMark={isOpen && data.reviewedBy === null} />
          ) : null}
          {wantsRestriction(data.kind) ? <RestrictionCard request={data} mayWork={mayWork} /> : null}
          {data.kind === "decision_review" ? <DecisionsCard request={data} /> : null}
          <ConclusionCard request={data} />
          {data.kind === "rectification" ? <RectifyCard request={data} mayWork={mayWork && isOpen} /> : null}
          <PartsCard request={data} mayWork={mayWork && isOpen} />
          <RecipientsCard request={data} mayWork={mayWork} />
          {data.package ? (
            <LinksCard
              requestId={requestId}
              mayMake={mayWork && data.package.status === "ready" && (isOpen || data.status === "completed")}
            />
          ) : null}
          {hasErasure && data.matches.some(({ state }) => state === "accepted") ? (
            <ErasurePlan request={data} ended={ended} onEnded={setEnded} />
          ) : null}
          {data.steps.some(({ name, state }) => name === "erased" && state === "done") ? (
            <ErasureCertificate requestId={requestId} mayWork={mayWork} />
          ) : null}
        </section>
        <aside
          aria-label="Clock and actions"
          className="flex flex-col gap-4 overflow-auto p-4 [grid-area:aside] max-xl:border-b xl:border-l"
        >
          <RequestClock clock={data.clock} isOpen={isOpen} reasons={data.reasons} />
          <Assignee request={data} mayAssign={mayWork && isOpen} me={me} />
          {mayWork && isOpen ? <RequestLanguage request={data} /> : null}
          {mayWork && isOpen ? <RequestActions request={data} me={me} relationEndedOn={ended} /> : null}
          {mayWork && !isOpen ? <Reopen request={data} /> : null}
          {mayWork ? <Dossier requestId={requestId} /> : null}
          <HoldCard target={{ type: "request", id: data.id }} mayPlace={mayWork} />
        </aside>
      </div>
    </>
  );
}
