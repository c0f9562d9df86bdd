"use client";

import { announce } from "@/components/ui/announce";
import { useHotkeys } from "@/components/ui/hotkeys";
import type { DocumentDto } from "@/lib/documents/schema";
import { documentName } from "./document-name";
import type { Port } from "./use-pictures";
import type { Sides } from "./use-sides";
import { adjustment, brighter, changeSettings, type ViewerSettings } from "./viewer-settings";

const step = 60;
const zoomStep = 1.25;

/** The actions of the buttons and keys. */
export function viewerActs(port: Port, sides: Sides, settings: ViewerSettings, panelId: string) {
  const lighten = (by: number) => () => announce(`Brightness ${brighter(by).brightness} %`);
  const toggle = (name: "isInverted" | "hasLoupe" | "isComparing", on: string, off: string) => () =>
    announce(changeSettings({ [name]: !settings[name] })[name] ? on : off);
  return {
    zoomIn: () => port.zoomBy(zoomStep),
    zoomOut: () => port.zoomBy(1 / zoomStep),
    fit: port.fit,
    rotate: port.rotate,
    pan: (x: number, y: number) => () => port.panBy(x * step, y * step),
    toggleLink: port.toggleLink,
    toggleLoupe: toggle("hasLoupe", "Loupe on", "Loupe off"),
    toggleInvert: toggle("isInverted", "Inverted", "Not inverted"),
    toggleCompare: toggle("isComparing", "Comparing", "One image"),
    darker: lighten(-adjustment.step),
    brighter: lighten(adjustment.step),
    adjust: () => document.getElementById(panelId)?.togglePopover(),
    otherSide: () => {
      const to = sides.side === 0 ? sides.other : sides.main;
      sides.activate(sides.side === 0 ? 1 : 0);
      announce(`The keys now move ${documentName(to?.docType ?? "")}`);
    },
  };
}

export type ViewerActs = ReturnType<typeof viewerActs>;

export function useViewerKeys(documents: readonly DocumentDto[], sides: Sides, acts: ViewerActs) {
  const isComparing = sides.other !== undefined;
  const ofTwo = [
    { keys: "k", label: "Link zoom and pan", run: acts.toggleLink },
    { keys: "s", label: "Other side", run: acts.otherSide },
  ];
  useHotkeys("Documents", [
    ...documents.slice(0, 9).map(({ docType }, position) => ({
      keys: String(position + 1),
      label: documentName(docType),
      run: () => sides.choose(docType),
    })),
    ...(documents.length > 1 ? [{ keys: "c", label: "Compare two", run: acts.toggleCompare }] : []),
    ...(isComparing ? ofTwo : []),
    { keys: "+", label: "Zoom in", run: acts.zoomIn, repeat: true },
    { keys: "=", label: "Zoom in", run: acts.zoomIn, repeat: true },
    { keys: "-", label: "Zoom out", run: acts.zoomOut, repeat: true },
    { keys: "0", label: "Fit", run: acts.fit },
    { keys: "f", label: "Fit", run: acts.fit },
    { keys: "r", label: "Rotate", run: acts.rotate },
    { keys: "arrowleft", label: "Pan", run: acts.pan(1, 0), repeat: true },
    { keys: "arrowright", label: "Pan", run: acts.pan(-1, 0), repeat: true },
    { keys: "arrowup", label: "Pan", run: acts.pan(0, 1), repeat: true },
    { keys: "arrowdown", label: "Pan", run: acts.pan(0, -1), repeat: true },
    { keys: "b", label: "Brightness and contrast", run: acts.adjust },
    { keys: "[", label: "Darker, brighter", run: acts.darker, repeat: true },
    { keys: "]", label: "Darker, brighter", run: acts.brighter, repeat: true },
    { keys: "i", label: "Invert", run: acts.toggleInvert },
    { keys: "l", label: "Loupe", run: acts.toggleLoupe },
  ]);
}
