const here = "http://here.invalid";

/**
 * Where a person goes after signing in: a path of this site, or the desk. The address is read twice, because taking the
 * dots out of a path can leave one that begins with `//`, which names another site.
 */
export function nextPath(given: string | undefined): string {
  if (!given?.startsWith("/")) return "/";
  const once = URL.parse(given, here);
  if (once?.origin !== here) return "/";
  const path = once.pathname + once.search;
  const isOurs = !path.startsWith("//") && URL.parse(path, here)?.origin === here;
  return isOurs ? path : "/";
}
