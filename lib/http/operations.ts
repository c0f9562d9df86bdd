import { readdirSync } from "node:fs";
import path from "node:path";

/** Finds the pattern of the page that an address belongs to; null when there is none. */
export type PageOfAddress = (pathname: string) => string | null;

const isGroup = (segment: string) => /^\(.+\)$/.test(segment);
const isParam = (segment: string) => segment.startsWith("[");
const isRest = (segment: string) => segment.startsWith("[...") || segment.startsWith("[[...");

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  const last = pattern.at(-1) ?? "";
  if (isRest(last)) {
    if (parts.length < pattern.length) return false;
  } else if (pattern.length !== parts.length) return false;
  return pattern.every((segment, at) => isParam(segment) || segment === parts[at]);
}

/** Literal segments come before parameters. */
const rank = (pattern: readonly string[]) =>
  pattern.map((segment) => (isRest(segment) ? "2" : isParam(segment) ? "1" : `0${segment}`)).join("/");

/**
 * Reads the patterns of the pages and of the routes that Next.js serves from their folders, so that logs and metrics
 * name an address by its pattern and not by the ids in it.
 * @param root the folder `app`
 */
export function loadPages(root: string): PageOfAddress {
  const patterns = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => /^(page|route)\.tsx?$/.test(path.basename(file)))
    .map((file) =>
      path
        .dirname(file)
        .split(path.sep)
        .filter((segment) => segment !== "." && !isGroup(segment)),
    )
    .sort((left, right) => rank(left).localeCompare(rank(right)));
  return (pathname) => {
    const parts = pathname.split("/").filter(Boolean);
    const found = patterns.find((pattern) => fits(pattern, parts));
    return found ? `/${found.join("/")}` : null;
  };
}
