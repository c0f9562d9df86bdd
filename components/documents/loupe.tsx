"use client";

import { useLayoutEffect, useRef } from "react";
import { paint } from "./paint";
import type { Picture } from "./use-pictures";
import { middleOnStage, type Point, scaleOf } from "./viewport";

const size = 208;
const inside = { width: size, height: size };
const magnification = 2.5;

type LoupeProps = {
  picture: Picture;
  bitmap: ImageBitmap;
  /** The magnified point on the stage. */
  at: Point;
  filter: string | undefined;
};

/** A round magnifying glass over the picture. */
export function Loupe({ picture, bitmap, at, filter }: LoupeProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { view, geometry, turn } = picture;
  useLayoutEffect(() => {
    if (!canvas.current) return;
    const usual = scaleOf(view, geometry);
    const scale = Math.max(1, usual * magnification);
    const middle = middleOnStage(picture);
    const along = (to: number, from: number) => size / 2 + ((to - from) * scale) / usual;
    const place = { x: along(middle.x, at.x), y: along(middle.y, at.y) };
    paint(canvas.current, { bitmap, size: inside, middle: place, scale, turn });
  });
  return (
    <div
      data-loupe
      className="pointer-events-none absolute top-0 left-0 overflow-hidden rounded-full border-2 border-ink bg-stage outline-1 outline-surface"
      style={{
        width: size,
        height: size,
        transform: `translate(${at.x - size / 2}px, ${at.y - size / 2}px)`,
      }}
    >
      <canvas ref={canvas} aria-hidden className="absolute inset-0 size-full" style={{ filter }} />
    </div>
  );
}
