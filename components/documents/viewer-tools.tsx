import { Maximize, RotateCw, ZoomIn, ZoomOut } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { percent } from "@/lib/format/number";
import type { useViewport } from "./use-viewport";

type ViewerToolsProps = { port: ReturnType<typeof useViewport>; about: string };

/** Floats over the stage, at its foot. */
export function ViewerTools({ port, about }: ViewerToolsProps) {
  return (
    <>
      <div
        role="toolbar"
        aria-label="Image"
        className="absolute bottom-3 left-1/2 flex -translate-x-1/2 items-center gap-0.5 rounded-lg border bg-surface p-0.5"
      >
        <IconButton label="Zoom out" shortcut="-" onClick={port.zoomOut}>
          <ZoomOut aria-hidden />
        </IconButton>
        <span className="w-14 text-center text-ui">{percent(port.view.zoom)}</span>
        <IconButton label="Zoom in" shortcut="+" onClick={port.zoomIn}>
          <ZoomIn aria-hidden />
        </IconButton>
        <IconButton label="Rotate" shortcut="r" onClick={port.rotate}>
          <RotateCw aria-hidden />
        </IconButton>
        <IconButton label="Fit" shortcut="f" onClick={port.reset}>
          <Maximize aria-hidden />
        </IconButton>
      </div>
      {about ? (
        <p className="absolute right-3 bottom-4 rounded-md border bg-surface px-2 py-0.5 text-sm text-ink-muted max-xl:hidden">
          {about}
        </p>
      ) : null}
    </>
  );
}
