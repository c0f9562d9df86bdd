/** Shortens an id for a list; put the whole id into the title. */
export function shortId(id: string, show: "full" | "start" | "middle" = "full"): string {
  if (show === "full" || id.length <= 14) return id;
  if (show === "start") return `${id.slice(0, 12)}…`;
  const prefix = id.indexOf("_") + 1 || 4;
  return `${id.slice(0, prefix)}…${id.slice(-4)}`;
}
