const here = "http://here.invalid";

/**
 * Returns the path to open after signing in: the given path if it belongs to this site, otherwise `/`. The path is
 * parsed twice, because removing dot segments can leave a path that begins with `//`, which names another site.
 */
export function nextPath(given: string | undefined): string {
  if (!given?.startsWith("/")) return "/";
  const once = URL.parse(given, here);
  if (once?.origin !== here) return "/";
  const path = once.pathname + once.search;
  const isOurs = !path.startsWith("//") && URL.parse(path, here)?.origin === here;
  return isOurs ? path : "/";
}
