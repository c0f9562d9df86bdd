"use client";

import { useSyncExternalStore } from "react";
import { z } from "zod";

/** How a reviewer likes to look at images; nothing about what they look at. */
const viewerSettings = z.object({
  brightness: z.int().min(40).max(250).catch(100),
  contrast: z.int().min(40).max(250).catch(100),
  isInverted: z.boolean().catch(false),
  isLinked: z.boolean().catch(true),
  hasLoupe: z.boolean().catch(false),
  isComparing: z.boolean().catch(false),
});
export type ViewerSettings = z.infer<typeof viewerSettings>;

/** In per cent. */
export const adjustment = { least: 40, most: 250, step: 10, neutral: 100 };
export const unadjusted = { brightness: 100, contrast: 100, isInverted: false };

const storage = "countersign:viewer";
const defaults = viewerSettings.parse({});
const watchers = new Set<() => void>();
let current: ViewerSettings | undefined;

function stored(): unknown {
  try {
    return JSON.parse(localStorage.getItem(storage) ?? "{}");
  } catch {
    return {};
  }
}

function settings(): ViewerSettings {
  current ??= viewerSettings.catch(defaults).parse(stored());
  return current;
}

export function changeSettings(change: Partial<ViewerSettings>): ViewerSettings {
  current = { ...settings(), ...change };
  try {
    localStorage.setItem(storage, JSON.stringify(current));
  } catch {
    // A browser that keeps nothing: it lasts as long as the page.
  }
  for (const tell of watchers) tell();
  return current;
}

export const brighter = (by: number): ViewerSettings =>
  changeSettings({
    brightness: Math.min(adjustment.most, Math.max(adjustment.least, settings().brightness + by)),
  });

function watch(tell: () => void) {
  watchers.add(tell);
  return () => {
    watchers.delete(tell);
  };
}

export function useViewerSettings(): ViewerSettings {
  return useSyncExternalStore(watch, settings, () => defaults);
}

/** What was changed about the image, in words; empty when it is shown as it came. */
export function adjustedText({ brightness, contrast, isInverted }: ViewerSettings): string {
  const parts = [
    brightness === adjustment.neutral ? "" : `brightness ${brightness} %`,
    contrast === adjustment.neutral ? "" : `contrast ${contrast} %`,
    isInverted ? "inverted" : "",
  ];
  return parts.filter(Boolean).join(", ");
}

export function filterOf({ brightness, contrast, isInverted }: ViewerSettings): string | undefined {
  if (brightness === adjustment.neutral && contrast === adjustment.neutral && !isInverted) return undefined;
  return `${isInverted ? "invert(1) " : ""}brightness(${brightness}%) contrast(${contrast}%)`;
}
