"use client";

import { useSyncExternalStore } from "react";

/** In per cent. */
export const adjustment = { least: 40, most: 250, step: 10, neutral: 100 };
export const unadjusted = { brightness: 100, contrast: 100, isInverted: false };

const flag = (value: unknown, usual: boolean) => (typeof value === "boolean" ? value : usual);
const adjusted = (value: unknown) => {
  const isKnown = typeof value === "number" && value >= adjustment.least && value <= adjustment.most;
  return isKnown ? Math.round(value) : adjustment.neutral;
};

/** The reviewer's settings for viewing images; nothing about their content. */
export type ViewerSettings = {
  brightness: number;
  contrast: number;
  isInverted: boolean;
  isLinked: boolean;
  hasLoupe: boolean;
  isComparing: boolean;
  /** Shows the face on the document beside the selfie. */
  hasPortrait: boolean;
};

/**
 * Parses the stored settings field by field; invalid ones get their default. Parsed by hand, because the schema
 * library would be larger than the whole viewer.
 */
export function parseSettings(text: string | null): ViewerSettings {
  const stored = fieldsOf(text);
  return {
    brightness: adjusted(stored.brightness),
    contrast: adjusted(stored.contrast),
    isInverted: flag(stored.isInverted, false),
    isLinked: flag(stored.isLinked, true),
    hasLoupe: flag(stored.hasLoupe, false),
    isComparing: flag(stored.isComparing, false),
    hasPortrait: flag(stored.hasPortrait, false),
  };
}

function fieldsOf(text: string | null): Record<string, unknown> {
  try {
    return Object(JSON.parse(text ?? "{}"));
  } catch {
    return {};
  }
}

const storage = "countersign:viewer";
const defaults = parseSettings(null);
const watchers = new Set<() => void>();
let current: ViewerSettings | undefined;

function stored(): string | null {
  try {
    return localStorage.getItem(storage);
  } catch {
    return null;
  }
}

function settings(): ViewerSettings {
  current ??= parseSettings(stored());
  return current;
}

export function changeSettings(change: Partial<ViewerSettings>): ViewerSettings {
  current = { ...settings(), ...change };
  try {
    localStorage.setItem(storage, JSON.stringify(current));
  } catch {
    // Without storage, the settings last as long as the page.
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

/** Describes the adjustments of the image in words; empty when there are none. */
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
