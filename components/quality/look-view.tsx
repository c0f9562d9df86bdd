"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Check, EyeOff, X } from "lucide-react";
import { useState } from "react";
import { DeskChecks } from "@/components/cases/desk-checks";
import { DeskFields } from "@/components/cases/desk-fields";
import { DeskImages } from "@/components/cases/desk-images";
import { DeskRisk } from "@/components/cases/desk-risk";
import { HitItem } from "@/components/cases/hit-item";
import { useEnvironment } from "@/components/shell/environment";
import { TopBar } from "@/components/shell/top-bar";
import { Button } from "@/components/ui/button";
import { useHotkeys } from "@/components/ui/hotkeys";
import { Exact } from "@/components/ui/time-zone";
import { documentQueries } from "@/lib/documents/client";
import { qualityQueries } from "@/lib/quality/client";
import type { LookDto, LookInput } from "@/lib/quality/schema";
import { ApproveLookDialog, RejectLookDialog } from "./outcome-dialogs";
import { useRecord, useRelease } from "./use-record";

type Outcome = LookInput["outcome"];
const dialogs = { approved: ApproveLookDialog, rejected: RejectLookDialog };
const nothing = () => undefined;

function Screening({ look }: { look: LookDto }) {
  const found = look.screening.flatMap((check) => check.hits.map((hit) => ({ checkId: check.id, hit })));
  if (look.screening.length === 0) return null;
  return (
    <section aria-labelledby="look-screening" className="border-t p-3">
      <h2 id="look-screening" className="mb-1.5 text-sm font-semibold text-ink-muted">
        Screening
      </h2>
      {found.length === 0 ? <p className="text-ink-muted">No hits.</p> : null}
      <ul className="flex flex-col gap-2">
        {found.map((each) => (
          <HitItem
            key={`${each.checkId}-${each.hit.id}`}
            found={each}
            fields={look.fields}
            isFirst={false}
            mayResolve={false}
            onDismiss={nothing}
            onConfirm={nothing}
          />
        ))}
      </ul>
    </section>
  );
}

function Panes({ look }: { look: LookDto }) {
  const environment = useEnvironment();
  const documents = useQuery(documentQueries.list(environment, look.session.id));
  return (
    <div className="flex min-h-0 flex-1 max-md:flex-col max-md:overflow-y-auto">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col border-r max-md:h-112 max-md:flex-none max-md:border-r-0 max-md:border-b">
        {/* A second look is no claim: its images are shown on demand, which is recorded. */}
        <DeskImages desk={{ ...look, isOpen: false }} mayView documents={documents} guest={undefined} />
      </div>
      <div className="flex w-[37rem] min-h-0 shrink-0 max-xl:block max-xl:w-80 max-xl:overflow-y-auto max-md:w-auto max-md:flex-none max-md:overflow-visible">
        <section
          aria-label="Document data and checks"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboards scroll it
          tabIndex={0}
          className="min-h-0 w-[19rem] overflow-y-auto border-r max-xl:w-auto max-xl:overflow-visible max-xl:border-r-0 max-xl:border-b"
        >
          <DeskFields desk={look} />
          <DeskChecks desk={look} />
        </section>
        <section
          aria-label="Risk and screening"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboards scroll it
          tabIndex={0}
          className="min-h-0 min-w-0 flex-1 overflow-y-auto max-xl:overflow-visible"
        >
          <DeskRisk desk={look} />
          <Screening look={look} />
        </section>
      </div>
    </div>
  );
}

type FooterProps = {
  look: LookDto;
  release: ReturnType<typeof useRelease>;
  onOpen: (outcome: Outcome) => void;
};

function Footer({ look, release, onOpen }: FooterProps) {
  return (
    <footer
      data-print="hide"
      className="flex min-h-13 shrink-0 flex-wrap items-center gap-2 border-t bg-surface px-4 py-1.5 max-xl:px-2"
    >
      <EyeOff aria-hidden className="size-4 shrink-0 text-ink-muted" />
      <p className="min-w-0 flex-1 text-sm text-ink-muted">
        The decision is not shown. From <Exact at={look.lapsesAt} /> another member can take this second look.
      </p>
      <Button variant="ghost" pending={release.isPending} onClick={() => release.mutate()}>
        Release
      </Button>
      <Button
        variant="danger-outline"
        icon={<X aria-hidden />}
        shortcut="J"
        onClick={() => onOpen("rejected")}
      >
        Reject…
      </Button>
      <Button variant="ok" icon={<Check aria-hidden />} shortcut="A" onClick={() => onOpen("approved")}>
        Approve…
      </Button>
    </footer>
  );
}

/** The evidence of a decided case, without the decision, and the viewer's own outcome. */
export function LookView({ lookId }: { lookId: string }) {
  const environment = useEnvironment();
  const { data: look } = useSuspenseQuery(qualityQueries.look(environment, lookId));
  const [asked, setAsked] = useState<Outcome | null>(null);
  const record = useRecord(lookId);
  const release = useRelease(lookId);
  useHotkeys("Second look", [
    { keys: "a", label: "Approve", run: () => setAsked("approved") },
    { keys: "j", label: "Reject", run: () => setAsked("rejected") },
  ]);
  const Dialog = asked && dialogs[asked];
  return (
    <>
      <TopBar title="Second look" trail={[{ label: "Quality", href: `/${environment}/quality` }]} />
      <Panes look={look} />
      <Footer look={look} release={release} onOpen={setAsked} />
      {Dialog ? (
        <Dialog lookId={lookId} onClose={() => setAsked(null)} onRecord={record.mutateAsync} />
      ) : null}
    </>
  );
}
