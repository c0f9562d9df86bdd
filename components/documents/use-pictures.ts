"use client";

import { useEffect, useState } from "react";
import { announce } from "@/components/ui/announce";
import type { DocumentDto } from "@/lib/documents/schema";
import type { ImageState } from "./image-store";
import { useAskOnce, useShownImage } from "./use-shown-image";
import type { Sides } from "./use-sides";
import { changeSettings, type ViewerSettings } from "./viewer-settings";
import {
  fitted,
  type Geometry,
  geometryOf,
  panBy,
  type Side,
  type Size,
  settle,
  type View,
  type Views,
  withView,
  zoomAt,
} from "./viewport";

/** The margin around a fitted picture for the floating controls, in CSS px. */
const edges = { single: { top: 14, bottom: 62, beside: 14 }, compare: { top: 48, bottom: 62, beside: 12 } };
type Edges = (typeof edges)["single"];

/** The shape of most cards, until the real one is known. */
const usualSize: Size = { width: 1600, height: 1010 };

/** Returns the current size of an element. */
export function useSize() {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    if (!element) return;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return { element, setElement, size };
}

function imageSizeOf(document: DocumentDto | undefined, image: ImageState): Size {
  if (image.status === "ready") return { width: image.bitmap.width, height: image.bitmap.height };
  const { width, height } = document ?? {};
  return width && height ? { width, height } : usualSize;
}

export type Change = (view: View, geometry: Geometry) => View;

/** One picture on the stage, with everything needed to draw it. */
export type Picture = {
  document: DocumentDto;
  image: ImageState;
  imageSize: Size;
  retry: () => void;
  element: HTMLElement | null;
  setElement: (element: HTMLElement | null) => void;
  size: Size;
  edges: Edges;
  geometry: Geometry;
  view: View;
  turn: number;
};

function usePicture(
  document: DocumentDto | undefined,
  turn: number,
  view: View,
  around: Edges,
  ask: () => Promise<unknown>,
) {
  const { image, retry } = useShownImage(document, ask);
  const { element, setElement, size } = useSize();
  const imageSize = imageSizeOf(document, image);
  const frame = {
    width: Math.max(0, size.width - 2 * around.beside),
    height: Math.max(0, size.height - around.top - around.bottom),
  };
  const geometry = geometryOf(frame, imageSize, turn);
  const shown = { image, imageSize, retry, element, setElement, size, edges: around, geometry, turn };
  return document ? { ...shown, document, view: settle(view, geometry) } : undefined;
}

/** Manages zoom, position and rotation of the shown pictures. Choosing another picture resets them. */
export function usePictures({ main, other, side }: Sides, settings: ViewerSettings, reload: () => unknown) {
  const on = [main?.id, other?.id].join(" ");
  const [state, setState] = useState<{ on: string; views: Views }>({ on, views: [fitted, fitted] });
  const [turns, setTurns] = useState<Record<string, number>>({});
  const views = state.on === on ? state.views : ([fitted, fitted] as const);
  const turnOf = (document?: DocumentDto) => (document ? (turns[document.id] ?? 0) : 0);
  const ask = useAskOnce(reload);
  const around = other ? edges.compare : edges.single;
  const first = usePicture(main, turnOf(main), views[0], around, ask);
  const second = usePicture(other, turnOf(other), views[1], around, ask);
  const active = side === 1 && second ? second : first;

  const change = (at: Side, next: Change, isLinked = settings.isLinked) => {
    const geometry = (at === 0 ? first : second)?.geometry;
    if (!geometry) return;
    setState((before) => {
      const from = before.on === on ? before.views : ([fitted, fitted] as const);
      const view = next(settle(from[at], geometry), geometry);
      return { on, views: withView(from, at, view, isLinked && other !== undefined) };
    });
  };
  return {
    pictures: { first, second, active },
    change,
    zoomBy: (factor: number) => change(side, (view, geometry) => zoomAt(view, geometry, factor)),
    panBy: (x: number, y: number) => change(side, (view, geometry) => panBy(view, geometry, { x, y })),
    fit: () => change(side, () => fitted),
    rotate: () => {
      if (!active) return;
      const turn = (active.turn + 90) % 360;
      setTurns((before) => ({ ...before, [active.document.id]: turn }));
      change(side, () => fitted);
      announce(`Turned ${turn}°`);
    },
    /** Both sides continue from what is visible now. */
    toggleLink: () => {
      const { isLinked } = changeSettings({ isLinked: !settings.isLinked });
      if (isLinked && active) change(side, () => active.view, true);
      announce(isLinked ? "Linked" : "Not linked");
    },
  };
}

export type Port = ReturnType<typeof usePictures>;
