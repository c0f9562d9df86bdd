"use client";

import { ImageOff } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { useHotkeys } from "@/components/ui/hotkeys";
import type { DocumentDto } from "@/lib/documents/schema";
import { exactUtc } from "@/lib/format/date";
import { bytes } from "@/lib/format/number";
import { sentence } from "@/lib/format/words";
import { useViewport } from "./use-viewport";
import { ViewerTools } from "./viewer-tools";

type ViewerProps = { document: DocumentDto; reload: () => void };

function aboutOf({ width, height, sizeBytes, capturedAt }: DocumentDto): string {
  const size = width && height ? `${width} × ${height}` : "";
  const captured = capturedAt ? `captured ${exactUtc(capturedAt)}` : "";
  return [size, sizeBytes ? bytes(sizeBytes) : "", captured].filter(Boolean).join(" · ");
}

function Missing({ title, detail, onRetry }: { title: string; detail: string; onRetry?: () => void }) {
  return (
    <div className="grid flex-1 place-content-center justify-items-center gap-1 bg-surface-3 p-6 text-center">
      <ImageOff aria-hidden className="mb-1 size-5 text-ink-muted" />
      <p className="font-semibold">{title}</p>
      <p className="text-ink-muted">{detail}</p>
      {onRetry ? (
        <Button onClick={onRetry} className="mt-2">
          Try again
        </Button>
      ) : null}
    </div>
  );
}

type Port = ReturnType<typeof useViewport>;

function useViewerKeys({ zoomIn, zoomOut, rotate, reset, pan }: Port, enabled: boolean) {
  const step = 60;
  useHotkeys(
    "Documents",
    [
      { keys: "+", label: "Zoom in", run: zoomIn, repeat: true },
      { keys: "=", label: "Zoom in", run: zoomIn, repeat: true },
      { keys: "-", label: "Zoom out", run: zoomOut, repeat: true },
      { keys: "0", label: "Fit", run: reset },
      { keys: "f", label: "Fit", run: reset },
      { keys: "r", label: "Rotate", run: rotate },
      { keys: "arrowleft", label: "Pan", run: pan(step, 0), repeat: true },
      { keys: "arrowright", label: "Pan", run: pan(-step, 0), repeat: true },
      { keys: "arrowup", label: "Pan", run: pan(0, step), repeat: true },
      { keys: "arrowdown", label: "Pan", run: pan(0, -step), repeat: true },
    ],
    enabled,
  );
}

/** One document, as large as there is room. A URL that has run out is asked for again, once. */
export function Viewer({ document, reload }: ViewerProps) {
  const port = useViewport();
  const [failed, setFailed] = useState<readonly string[]>([]);
  const hasFailed = failed.includes(document.url);
  const isShown = document.isAvailable && !hasFailed;
  useViewerKeys(port, isShown);
  const fail = () => {
    if (failed.length === 0) reload();
    setFailed([...failed, document.url]);
  };
  const retry = () => {
    setFailed([]);
    reload();
  };
  const name = sentence(document.docType);
  if (!document.isAvailable)
    return (
      <Missing title="Image not available" detail={`The source sent no image of ${name.toLowerCase()}.`} />
    );
  if (hasFailed)
    return <Missing title="The image did not load" detail="Its link may have run out." onRetry={retry} />;
  const { view } = port;
  const isSideways = view.turn % 180 !== 0;
  return (
    <div className="relative min-h-0 flex-1 bg-stage">
      <div
        {...port.stage}
        className={cx(
          "absolute inset-0 grid touch-none place-items-center overflow-hidden pt-2 pb-14 [container-type:size]",
          view.zoom > 1 && (port.isDragging ? "cursor-grabbing" : "cursor-grab"),
        )}
      >
        {/* biome-ignore lint/performance/noImgElement: signed, short-lived, and watermarked for one viewer */}
        <img
          src={document.url}
          alt={name}
          draggable={false}
          onError={fail}
          className={cx(
            "select-none",
            isSideways ? "max-h-[97cqw] max-w-[100cqh]" : "max-h-[100cqh] max-w-[97cqw]",
          )}
          style={{
            transform: `translate(${view.x}px, ${view.y}px) scale(${view.zoom}) rotate(${view.turn}deg)`,
          }}
        />
      </div>
      <ViewerTools port={port} about={aboutOf(document)} />
    </div>
  );
}
