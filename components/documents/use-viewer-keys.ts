"use client";

import { announce } from "@/components/ui/announce";
import { useHotkeys } from "@/components/ui/hotkeys";
import type { DocumentDto } from "@/lib/documents/schema";
import { documentName } from "./document-name";
import type { Port } from "./use-pictures";
import type { Guest, Sides } from "./use-sides";
import { adjustment, brighter, changeSettings, type ViewerSettings } from "./viewer-settings";

const step = 60;
const zoomStep = 1.25;

type ActsOf = {
  port: Port;
  sides: Sides;
  settings: ViewerSettings;
  panelId: string;
  guest: Guest | undefined;
};

/** The actions of the buttons and keys. */
export function viewerActs({ port, sides, settings, panelId, guest }: ActsOf) {
  const lighten = (by: number) => () => announce(`Brightness ${brighter(by).brightness} %`);
  const toggle = (name: "isInverted" | "hasLoupe", on: string, off: string) => () =>
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
    toggleCompare: () => {
      if (guest) return guest.onClose();
      // From the faces, the key leads to the two images.
      const isComparing = settings.hasPortrait || !settings.isComparing;
      changeSettings({ isComparing, hasPortrait: false });
      announce(isComparing ? "Comparing" : "One image");
    },
    togglePortrait: () => {
      guest?.onClose();
      const hasPortrait = guest !== undefined || !settings.hasPortrait;
      announce(changeSettings({ hasPortrait }).hasPortrait ? "Portrait beside selfie" : "Whole images");
    },
    choose: (docType: string) => {
      if (settings.hasPortrait) changeSettings({ hasPortrait: false });
      sides.choose(docType);
    },
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

type KeysOf = { documents: readonly DocumentDto[]; sides: Sides; acts: ViewerActs; hasPortrait: boolean };

export function useViewerKeys({ documents, sides, acts, hasPortrait }: KeysOf) {
  const isComparing = sides.other !== undefined;
  const ofTwo = [
    { keys: "k", label: "Link zoom and pan", run: acts.toggleLink },
    { keys: "s", label: "Other side", run: acts.otherSide },
  ];
  useHotkeys("Documents", [
    ...documents.slice(0, 9).map(({ docType }, position) => ({
      keys: String(position + 1),
      label: documentName(docType),
      run: () => acts.choose(docType),
    })),
    ...(documents.length > 1
      ? [
          { keys: "c", label: "Compare two", run: acts.toggleCompare },
          { keys: "v", label: "Portrait beside selfie", run: acts.togglePortrait },
        ]
      : []),
    { keys: "[", label: "Darker, brighter", run: acts.darker, repeat: true },
    { keys: "]", label: "Darker, brighter", run: acts.brighter, repeat: true },
    { keys: "i", label: "Invert", run: acts.toggleInvert },
  ]);
  useHotkeys(
    "Documents",
    [
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
      { keys: "l", label: "Loupe", run: acts.toggleLoupe },
    ],
    !hasPortrait,
  );
}
