"use client";

import { Check, ChevronDown, ImageOff } from "lucide-react";
import { useEffect, useId } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { EmptyState } from "@/components/ui/empty-state";
import { Menu } from "@/components/ui/menu";
import { shortId } from "@/components/ui/short-id";
import type { DocumentDto } from "@/lib/documents/schema";
import { documentName } from "./document-name";
import { prefetchImages } from "./image-store";
import { Portrait } from "./portrait";
import { Stage } from "./stage";
import { Thumbnails } from "./thumbnails";
import { type Picture, type Port, usePictures } from "./use-pictures";
import { type Guest, type Sides, useGuestSides, useSides } from "./use-sides";
import { useViewerKeys, viewerActs } from "./use-viewer-keys";
import { ViewerHeader } from "./viewer-header";
import { adjustedText, filterOf, useViewerSettings, type ViewerSettings } from "./viewer-settings";
import { ViewerTools } from "./viewer-tools";
import type { Side } from "./viewport";

export type DocumentViewerProps = {
  documents: readonly DocumentDto[];
  /** The type of the open document; the first document if there is none of this type. */
  chosen: string | null;
  onChoose: (docType: string) => void;
  /** Loads the documents again, because their URLs have expired; may return a promise. */
  reload: () => unknown;
  guest?: Guest;
};

type PaneProps = {
  at: Side;
  picture: Picture;
  port: Port;
  sides: Sides;
  documents: readonly DocumentDto[];
  guest: Guest | undefined;
  settings: ViewerSettings;
};

/** Names a picture; one of another session with the end of its session's ID. */
const nameOn = (at: Side, { document }: Picture, guest: Guest | undefined) =>
  `${documentName(document.docType)}${at === 1 && guest ? ` of ${shortId(guest.sessionId, "middle")}` : ""}`;

/** Shows the document on this side, and lets the viewer choose another. */
function SidePicker({ at, picture, sides, documents, guest }: PaneProps) {
  const name = nameOn(at, picture, guest);
  const own = at === 1 && guest ? guest.documents : documents;
  const isActive = sides.side === at;
  return (
    <div className="absolute top-2.5 left-3 text-ink">
      <Menu
        label={`${at === 0 ? "Left" : "Right"} image: ${name}`}
        iconOnly
        trigger={
          <>
            {name}
            <ChevronDown aria-hidden className="size-3.5" />
          </>
        }
        triggerClassName={cx(
          "flex h-7 items-center gap-1.5 rounded-md border bg-surface-2 px-2 text-ui hover:bg-surface-3",
          isActive ? "border-accent text-ink" : "border-line-strong text-ink-2",
        )}
        items={own.map(({ docType }) => ({
          label: documentName(docType),
          icon:
            docType === picture.document.docType ? (
              <Check aria-hidden />
            ) : (
              <span aria-hidden className="size-3.75" />
            ),
          onSelect: () => {
            sides.activate(at);
            sides.choose(docType, at);
          },
        }))}
      />
    </div>
  );
}

function Pane(props: PaneProps) {
  const { at, picture, port, sides, settings, guest } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form
    <div
      role="group"
      aria-label={nameOn(at, picture, guest)}
      data-scheme="dark"
      className="relative min-w-0 not-first:border-l"
    >
      <Stage
        key={picture.document.id}
        picture={picture}
        filter={filterOf(settings)}
        isActive={sides.side === at}
        hasLoupe={settings.hasLoupe}
        onActivate={() => sides.activate(at)}
        change={(next) => port.change(at, next)}
      />
      {sides.other ? <SidePicker {...props} /> : null}
    </div>
  );
}

/** Divides the width between two pictures by their shapes, so that both have about the same height. */
function columnsOf({ first, second }: Port["pictures"]): string | undefined {
  if (!first || !second) return undefined;
  const share = ({ geometry: { picture } }: Picture) =>
    Math.min(1.9, Math.max(0.85, picture.width / picture.height)).toFixed(2);
  return `minmax(0, ${share(first)}fr) minmax(0, ${share(second)}fr)`;
}

function Adjusted({ settings }: { settings: ViewerSettings }) {
  const text = adjustedText(settings);
  if (!text) return null;
  return (
    <p
      data-scheme="dark"
      className="pointer-events-none absolute top-2.5 right-3 rounded-md border border-line-strong bg-surface-2 px-2 py-1 text-sm text-ink-2 first-letter:uppercase"
    >
      {text}
    </p>
  );
}

/** Says whose images stand on the right. */
function GuestLine({ guest }: { guest: Guest }) {
  return (
    <p className="flex min-h-9 shrink-0 items-center gap-2 border-b bg-info-soft px-3 text-ui text-info">
      <span className="min-w-0 flex-1 truncate">
        Right: session {guest.sessionId}. This comparison is recorded in the audit log.
      </span>
      <Button size="sm" onClick={guest.onClose}>
        End comparison
      </Button>
    </p>
  );
}

function Gallery({ documents, chosen, onChoose, reload, guest }: DocumentViewerProps) {
  const settings = useViewerSettings();
  const panelId = useId();
  const isComparing = settings.isComparing && !guest;
  const sides = useGuestSides(useSides({ documents, chosen, onChoose, isComparing }), guest);
  const port = usePictures(sides, settings, () => Promise.all([reload(), guest?.reload()]));
  const acts = viewerActs({ port, sides, settings, panelId, guest });
  const hasPortrait = settings.hasPortrait && documents.length > 1 && !guest;
  useViewerKeys({ documents, sides, acts, hasPortrait });
  const { first, second, active } = port.pictures;
  const isWaiting = active?.document.isAvailable && active.image.status === "loading";
  // The other images load after the shown one.
  useEffect(() => {
    if (!isWaiting) prefetchImages(documents);
  }, [isWaiting, documents]);
  const shared = { port, sides, documents, settings, guest };
  return (
    <>
      <ViewerHeader documents={documents} sides={sides} hasPortrait={hasPortrait} on={acts} />
      {guest ? <GuestLine guest={guest} /> : null}
      <div
        className="relative grid min-h-0 flex-1 bg-stage"
        style={{ gridTemplateColumns: hasPortrait ? undefined : columnsOf(port.pictures) }}
      >
        {hasPortrait ? (
          <Portrait documents={documents} reload={reload} filter={filterOf(settings)} />
        ) : (
          <>
            {first ? <Pane at={0} picture={first} {...shared} /> : null}
            {second ? <Pane at={1} picture={second} {...shared} /> : null}
          </>
        )}
        <Adjusted settings={settings} />
        {hasPortrait ? null : (
          <ViewerTools
            port={port}
            acts={acts}
            settings={settings}
            isComparing={second !== undefined}
            panelId={panelId}
          />
        )}
      </div>
      <Thumbnails
        documents={documents}
        shown={hasPortrait ? [] : [first, second].flatMap((picture) => picture?.document.docType ?? [])}
        active={hasPortrait ? undefined : active?.document.docType}
        onChoose={acts.choose}
      />
    </>
  );
}

/** Shows one document of a session, or two side by side, as large as possible. */
export function DocumentViewer(props: DocumentViewerProps) {
  return (
    <section aria-label="Documents" className="@container flex min-h-0 min-w-0 flex-1 flex-col">
      {props.documents.length > 0 ? (
        <Gallery {...props} />
      ) : (
        <EmptyState icon={<ImageOff />} title="No documents" detail="This session has no images." />
      )}
    </section>
  );
}
