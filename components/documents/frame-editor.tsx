"use client";

import { type KeyboardEvent, type PointerEvent, useId, useRef } from "react";
import { type Frame, moveFrame, resizeFrame } from "./frames";
import type { Size } from "./viewport";

type FrameEditorProps = {
  name: string;
  /** The shown size of the picture under the frame, in CSS px. */
  size: Size;
  frame: Frame;
  onChange: (frame: Frame) => void;
  onDone: () => void;
  onCancel: () => void;
};

const step = 0.01;
const arrows: Record<string, readonly [number, number]> = {
  ArrowLeft: [-step, 0],
  ArrowRight: [step, 0],
  ArrowUp: [0, -step],
  ArrowDown: [0, step],
};

const asPercent = (fraction: number) => `${(fraction * 100).toFixed(3)}%`;

/** A rectangle on a picture that the mouse drags and the arrow keys move. */
export function FrameEditor({ name, size, frame, onChange, onDone, onCancel }: FrameEditorProps) {
  const hint = useId();
  const drag = useRef<{ x: number; y: number; from: Frame; act: typeof moveFrame } | null>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = arrows[event.key];
    if (!by && event.key !== "Escape") return;
    event.preventDefault();
    if (!by) return onCancel();
    onChange((event.shiftKey ? resizeFrame : moveFrame)(frame, ...by));
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const isCorner = event.target instanceof HTMLElement && event.target.dataset.corner !== undefined;
    event.currentTarget.setPointerCapture(event.pointerId);
    const act = isCorner ? resizeFrame : moveFrame;
    drag.current = { x: event.clientX, y: event.clientY, from: frame, act };
  };
  const onPointerMove = (event: PointerEvent) => {
    const from = drag.current;
    if (!from) return;
    const [x, y] = [event.clientX - from.x, event.clientY - from.y];
    onChange(from.act(from.from, x / size.width, y / size.height));
  };
  const onPointerUp = () => {
    drag.current = null;
  };
  return (
    <>
      <button
        type="button"
        // biome-ignore lint/a11y/noAutofocus: the reviewer has just asked to set the frame
        autoFocus
        aria-label={`Frame of the face: ${name}`}
        aria-describedby={hint}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        // Enter clicks without a pointer. A click of the mouse ends a drag and does not mean that the frame is right.
        onClick={({ detail }) => detail === 0 && onDone()}
        className="absolute cursor-move touch-none border-2 border-accent bg-accent/10 outline-2 outline-offset-1 outline-surface focus-visible:outline-ink"
        style={{
          left: asPercent(frame.x),
          top: asPercent(frame.y),
          width: asPercent(frame.width),
          height: asPercent(frame.height),
        }}
      >
        <span
          aria-hidden
          data-corner=""
          className="absolute -right-1.5 -bottom-1.5 size-4 cursor-nwse-resize rounded-full border-2 border-surface bg-accent"
        />
      </button>
      <span id={hint} className="sr-only">
        Arrow keys move the frame, Shift with arrow keys resizes it, Enter uses it, Escape cancels.
      </span>
    </>
  );
}
