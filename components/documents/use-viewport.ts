"use client";

import { type PointerEvent, useState, type WheelEvent } from "react";

type Viewport = { zoom: number; turn: number; x: number; y: number };

const fit: Viewport = { zoom: 1, turn: 0, x: 0, y: 0 };
const most = 8;
const clamp = (zoom: number) => Math.min(most, Math.max(1, zoom));

/** Zooming keeps the point under the cursor (measured from the middle of the stage) where it is. */
function zoomedAt(view: Viewport, factor: number, at = { x: 0, y: 0 }): Viewport {
  const zoom = clamp(view.zoom * factor);
  if (zoom === 1) return { ...view, zoom, x: 0, y: 0 };
  const ratio = zoom / view.zoom;
  return { ...view, zoom, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio };
}

/** Zoom, pan and rotation of the picture on the stage. */
export function useViewport() {
  const [view, setView] = useState(fit);
  const [drag, setDrag] = useState<{ x: number; y: number } | null>(null);
  const zoom = (factor: number) => () => setView((before) => zoomedAt(before, factor));
  const stage = {
    onWheel(event: WheelEvent<HTMLElement>) {
      if (event.ctrlKey || event.metaKey) return;
      const box = event.currentTarget.getBoundingClientRect();
      const at = { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
      setView((before) => zoomedAt(before, event.deltaY < 0 ? 1.2 : 1 / 1.2, at));
    },
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (view.zoom === 1 || event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ x: event.clientX - view.x, y: event.clientY - view.y });
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      if (drag) setView({ ...view, x: event.clientX - drag.x, y: event.clientY - drag.y });
    },
    onPointerUp: () => setDrag(null),
    onPointerCancel: () => setDrag(null),
  };
  return {
    view,
    stage,
    isDragging: drag !== null,
    zoomIn: zoom(1.25),
    zoomOut: zoom(1 / 1.25),
    rotate: () => setView((before) => ({ ...before, turn: before.turn + 90, x: 0, y: 0 })),
    reset: () => setView(fit),
    pan: (x: number, y: number) => () =>
      setView((before) => (before.zoom === 1 ? before : { ...before, x: before.x + x, y: before.y + y })),
  };
}
