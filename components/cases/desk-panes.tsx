"use client";

import { itemId } from "@/lib/brief/client";
import type { DeskDto } from "@/lib/cases/schema";
import { DeskAtAGlance } from "./desk-at-a-glance";
import { DeskChecks } from "./desk-checks";
import { DeskDecisions } from "./desk-decisions";
import type { OpenDialog } from "./desk-dialogs";
import { DeskFields } from "./desk-fields";
import { DeskImages } from "./desk-images";
import { DeskLinks } from "./desk-links";
import type { DeskMay } from "./desk-may";
import { DeskNotes } from "./desk-notes";
import { DeskRisk } from "./desk-risk";
import { DeskRunScreening } from "./desk-run-screening";
import { DeskScreening } from "./desk-screening";
import { DeskTimeline } from "./desk-timeline";
import type { useDeskData } from "./use-desk";
import { useLinkedImages } from "./use-linked-images";

type PanesProps = {
  desk: DeskDto;
  documents: ReturnType<typeof useDeskData>["documents"];
  may: DeskMay;
  onDialog: (dialog: OpenDialog) => void;
};

/** The panes of the desk: evidence left, readings in the middle, judgement right. */
export function DeskPanes({ desk, documents, may, onDialog }: PanesProps) {
  const { reviewCase } = desk;
  const isTaken = reviewCase.assignedTo !== null && !desk.isOpen;
  const { guest, compare } = useLinkedImages(desk, documents.data?.data);
  const isReadable = desk.session.retentionStatus === "active";
  return (
    <div className="flex min-h-0 flex-1 max-md:flex-col max-md:overflow-y-auto">
      <div
        id={itemId.images}
        className="flex min-h-0 min-w-0 flex-1 flex-col border-r max-md:h-112 max-md:flex-none max-md:border-r-0 max-md:border-b"
      >
        <DeskImages desk={desk} mayView={may.images} documents={documents} guest={guest} />
      </div>
      <div className="flex w-[37rem] min-h-0 shrink-0 max-xl:block max-xl:w-80 max-xl:overflow-y-auto max-md:w-auto max-md:flex-none max-md:overflow-visible">
        <DeskAtAGlance desk={desk} />
        <section
          aria-label="Document data and checks"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboards scroll it
          tabIndex={0}
          className="min-h-0 w-[19rem] overflow-y-auto border-r max-xl:w-auto max-xl:overflow-visible max-xl:border-r-0 max-xl:border-b"
        >
          <DeskFields
            desk={desk}
            mayClaim={may.decide && reviewCase.decidedAt === null}
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
        </section>
        <section
          aria-label="Risk, screening, links, notes and timeline"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboards scroll it
          tabIndex={0}
          className="min-h-0 min-w-0 flex-1 overflow-y-auto max-xl:overflow-visible"
        >
          <DeskRisk desk={desk} />
          <DeskScreening
            desk={desk}
            mayResolve={may.resolve && !isTaken}
            run={<DeskRunScreening desk={desk} may={may} />}
          />
          <div id={itemId.links}>
            {may.links ? (
              <DeskLinks caseId={reviewCase.id} onCompare={may.images && desk.isOpen ? compare : null} />
            ) : (
              <p className="border-t p-3 text-sm text-ink-muted">Your role cannot see linked sessions.</p>
            )}
          </div>
          <DeskNotes key={reviewCase.id} desk={desk} mayWrite={may.write && isReadable} />
          <DeskDecisions reviewCase={reviewCase} mayReplay={may.images} />
          <DeskTimeline desk={desk} mayView={may.images} documents={documents} />
        </section>
      </div>
    </div>
  );
}
