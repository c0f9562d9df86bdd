import { Link2, Link2Off, Maximize, RotateCw, Search, ZoomIn, ZoomOut } from "lucide-react";
import { percent } from "@/lib/format/number";
import { AdjustPanel } from "./adjust-panel";
import { ToolButton } from "./tool-button";
import type { Port } from "./use-pictures";
import type { ViewerActs } from "./use-viewer-keys";
import type { ViewerSettings } from "./viewer-settings";
import { scaleOf } from "./viewport";

type ViewerToolsProps = {
  port: Port;
  acts: ViewerActs;
  settings: ViewerSettings;
  isComparing: boolean;
  panelId: string;
};

/** The tools that float at the bottom of the stage. */
export function ViewerTools({ port, acts, settings, isComparing, panelId }: ViewerToolsProps) {
  const { active } = port.pictures;
  const isReady = active?.image.status === "ready";
  return (
    <div
      role="toolbar"
      aria-label="Image"
      data-scheme="dark"
      className="absolute bottom-3 left-1/2 flex max-w-[calc(100%-1rem)] -translate-x-1/2 items-center overflow-x-auto rounded-lg border border-line-strong bg-surface-2 p-0.75 text-ink"
    >
      <ToolButton label="Zoom out" shortcut="-" onClick={acts.zoomOut} disabled={!isReady}>
        <ZoomOut aria-hidden />
      </ToolButton>
      <output aria-label="Zoom" className="w-12 shrink-0 text-center text-ui">
        {active && isReady ? percent(scaleOf(active.view, active.geometry)) : "—"}
      </output>
      <ToolButton label="Zoom in" shortcut="+" onClick={acts.zoomIn} disabled={!isReady}>
        <ZoomIn aria-hidden />
      </ToolButton>
      <ToolButton label="Rotate" shortcut="r" onClick={acts.rotate} disabled={!isReady}>
        <RotateCw aria-hidden />
      </ToolButton>
      <AdjustPanel id={panelId} settings={settings} />
      <ToolButton label="Loupe" shortcut="l" aria-pressed={settings.hasLoupe} onClick={acts.toggleLoupe}>
        <Search aria-hidden />
      </ToolButton>
      {isComparing ? (
        <ToolButton
          label="Linked zoom and pan"
          shortcut="k"
          aria-pressed={settings.isLinked}
          onClick={acts.toggleLink}
        >
          {settings.isLinked ? <Link2 aria-hidden /> : <Link2Off aria-hidden />}
        </ToolButton>
      ) : null}
      <ToolButton label="Fit" shortcut="f" onClick={acts.fit} disabled={!isReady}>
        <Maximize aria-hidden />
      </ToolButton>
    </div>
  );
}
