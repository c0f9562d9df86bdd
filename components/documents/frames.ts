import { useState } from "react";
import type { DocumentDto } from "@/lib/documents/schema";

/** A part of a picture, as fractions of its width and height. */
export type Frame = { x: number; y: number; width: number; height: number };

/** Where most cards have the portrait: only the start of a frame that the reviewer sets. */
export const startFrame: Frame = { x: 0.05, y: 0.18, width: 0.3, height: 0.6 };
export const wholeFrame: Frame = { x: 0, y: 0, width: 1, height: 1 };
const least = 0.05;

const within = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** Moves a frame; it stays inside the picture. */
export const moveFrame = (frame: Frame, x: number, y: number): Frame => ({
  ...frame,
  x: within(frame.x + x, 0, 1 - frame.width),
  y: within(frame.y + y, 0, 1 - frame.height),
});

/** Resizes a frame at its right and lower edge; it stays inside the picture. */
export const resizeFrame = (frame: Frame, width: number, height: number): Frame => ({
  ...frame,
  width: within(frame.width + width, least, 1 - frame.x),
  height: within(frame.height + height, least, 1 - frame.y),
});

const storage = "countersign:portraits";
const most = 50;

const isFraction = (value: unknown): value is number => typeof value === "number" && value >= 0 && value <= 1;

function frameOf(value: unknown): Frame | null {
  const { x, y, width, height } = Object(value) as Record<string, unknown>;
  if (!isFraction(x) || !isFraction(y) || !isFraction(width) || !isFraction(height)) return null;
  const fits = width >= least && height >= least && x + width <= 1.000001 && y + height <= 1.000001;
  return fits ? { x, y, width, height } : null;
}

/** Reads the stored frames by image; what cannot be read is left out. They say nothing about what is in the image. */
export function parseFrames(text: string | null): Map<string, Frame> {
  try {
    const stored: unknown = JSON.parse(text ?? "[]");
    const pairs: unknown[] = Array.isArray(stored) ? stored : [];
    return new Map(
      pairs.flatMap((pair) => {
        const [key, value] = Array.isArray(pair) ? pair : [];
        const frame = frameOf(value);
        return typeof key === "string" && frame ? [[key, frame] as const] : [];
      }),
    );
  } catch {
    return new Map();
  }
}

function readFrames(): Map<string, Frame> {
  try {
    return parseFrames(localStorage.getItem(storage));
  } catch {
    return new Map();
  }
}

function keepFrame(key: string, frame: Frame): void {
  const frames = readFrames();
  frames.delete(key);
  frames.set(key, frame);
  try {
    localStorage.setItem(storage, JSON.stringify([...frames].slice(-most)));
  } catch {
    // Without storage, the frame lasts as long as the page.
  }
}

/** The key changes when the image was captured again, because a face is elsewhere then. */
const keyOf = ({ id, capturedAt }: DocumentDto) => [id, capturedAt].join(" ");

/** Returns the frame that the reviewer set on an image, kept in this browser only. */
export function useFrame(document: DocumentDto): [Frame | null, (frame: Frame) => void] {
  const key = keyOf(document);
  const [set, setSet] = useState<{ key: string; frame: Frame } | null>(null);
  const frame = set?.key === key ? set.frame : (readFrames().get(key) ?? null);
  return [
    frame,
    (next) => {
      keepFrame(key, next);
      setSet({ key, frame: next });
    },
  ];
}
