const THIN = "\u202f";
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `12 406`, with narrow no-break spaces. */
export function thousands(value: number): string {
  const [whole = "0", fraction] = String(value).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
  return fraction ? `${grouped}.${fraction}` : grouped;
}

/** `percent(0.9132)` → `91 %`, `percent(0.9132, 1)` → `91.3 %` */
export function percent(ratio: number, digits = 0): string {
  return Number.isFinite(ratio) ? `${(ratio * 100).toFixed(digits)}${THIN}%` : "—";
}

/** `512 B`, `1.4 MB` (powers of 1000) */
export function bytes(size: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = size < 1 ? 0 : Math.min(Math.floor(Math.log10(size) / 3), units.length - 1);
  const value = size / 1000 ** power;
  const shown = power === 0 || value >= 100 ? Math.round(value) : Number(value.toFixed(1));
  return `${shown}${THIN}${units[power]}`;
}

/** The two largest units: `45 s`, `2 h 41 min`, `3 days 4 h`. */
export function duration(ms: number): string {
  const left = Math.max(0, ms);
  if (left < SECOND) return `${Math.round(left)} ms`;
  if (left < MINUTE) return `${Math.floor(left / SECOND)} s`;
  const days = Math.floor(left / DAY);
  const hours = Math.floor((left % DAY) / HOUR);
  const minutes = Math.floor((left % HOUR) / MINUTE);
  const parts = days
    ? [`${days} ${days === 1 ? "day" : "days"}`, hours ? `${hours} h` : ""]
    : [hours ? `${hours} h` : "", minutes ? `${minutes} min` : ""];
  return parts.filter(Boolean).join(" ");
}

/** A countdown: `25:48`, `1:02:09`. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND));
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** `1 session`, `12 406 sessions` */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${thousands(value)} ${value === 1 ? one : many}`;
}
