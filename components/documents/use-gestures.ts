"use client";

import { useEffect, useEffectEvent } from "react";
import type { Change, Picture } from "./use-pictures";
import { frameMiddle, type Point, panBy, pinch, toggleSize, zoomAt } from "./viewport";

const lineHeight = 16;

/** Makes a notch of a wheel and a trackpad pinch (a wheel event with Ctrl) zoom alike. */
function factorOf(event: WheelEvent): number {
  const delta = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * lineHeight : event.deltaY;
  const bounded = Math.min(120, Math.max(-120, delta));
  return Math.exp(-bounded * (event.ctrlKey ? 0.01 : 0.0018));
}

/** Handles wheel, drag, two fingers and double click on the stage of one picture. */
export function useGestures(picture: Picture, change: (next: Change) => void) {
  const { element } = picture;
  const isShown = picture.image.status === "ready";
  /** Relative to the centre of the frame. */
  const pointOf = (event: MouseEvent): Point => {
    const box = element?.getBoundingClientRect();
    const middle = frameMiddle(picture);
    return {
      x: event.clientX - (box?.left ?? 0) - middle.x,
      y: event.clientY - (box?.top ?? 0) - middle.y,
    };
  };
  const onWheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault();
    const at = pointOf(event);
    change((view, geometry) => zoomAt(view, geometry, factorOf(event), at));
  });
  const onDoubleClick = useEffectEvent((event: MouseEvent) => {
    const at = pointOf(event);
    change((view, geometry) => toggleSize(view, geometry, at));
  });
  const onMove = useEffectEvent((event: PointerEvent, fingers: Map<number, Point>) => {
    const from = fingers.get(event.pointerId);
    if (!from) return;
    const to = pointOf(event);
    const rest = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    fingers.set(event.pointerId, to);
    if (rest) change((view, geometry) => pinch(view, geometry, [from, rest], [to, rest]));
    else change((view, geometry) => panBy(view, geometry, { x: to.x - from.x, y: to.y - from.y }));
  });
  const onDown = useEffectEvent((event: PointerEvent, fingers: Map<number, Point>) => {
    if (event.button !== 0 || fingers.size > 1) return;
    element?.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, pointOf(event));
  });
  useEffect(() => {
    if (!element || !isShown) return;
    const fingers = new Map<number, Point>();
    const listening = new AbortController();
    const { signal } = listening;
    // React's wheel listeners are passive and cannot keep the page from scrolling.
    element.addEventListener("wheel", (event) => onWheel(event), { passive: false, signal });
    element.addEventListener("dblclick", (event) => onDoubleClick(event), { signal });
    element.addEventListener("pointerdown", (event) => onDown(event, fingers), { signal });
    element.addEventListener("pointermove", (event) => onMove(event, fingers), { signal });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"] as const)
      element.addEventListener(end, (event) => fingers.delete(event.pointerId), { signal });
    return () => listening.abort();
  }, [element, isShown]);
}
