export type Tone = "neutral" | "muted" | "accent" | "good" | "warn" | "orange" | "bad" | "info" | "violet";

/** Text on a soft background of its colour. */
export const softTone: Record<Tone, string> = {
  neutral: "bg-surface-3 text-ink-2",
  muted: "bg-surface-3 text-ink-muted",
  accent: "bg-accent-soft text-accent",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  orange: "bg-orange-soft text-orange",
  bad: "bg-bad-soft text-bad",
  info: "bg-info-soft text-info",
  violet: "bg-violet-soft text-violet",
};

export const textTone: Record<Tone, string> = {
  neutral: "text-ink",
  muted: "text-ink-muted",
  accent: "text-accent",
  good: "text-good",
  warn: "text-warn",
  orange: "text-orange",
  bad: "text-bad",
  info: "text-info",
  violet: "text-violet",
};

/** The fill of a bar. For a warning, amber is more visible than the dark text colour. */
export const barTone: Record<Tone, string> = {
  neutral: "bg-ink-2",
  muted: "bg-control",
  accent: "bg-accent",
  good: "bg-good",
  warn: "bg-amber",
  orange: "bg-orange",
  bad: "bg-bad",
  info: "bg-info",
  violet: "bg-violet",
};
