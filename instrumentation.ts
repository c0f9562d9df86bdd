type Failed = { digest?: unknown };

/**
 * Next.js calls it for each error of a page or of a route that it serves. A page shows the digest as the ID to report;
 * with this line the log names the request and the error that belong to it.
 */
export async function onRequestError(
  error: unknown,
  _request: unknown,
  { routePath }: { routePath: string },
): Promise<void> {
  if (process.env.NEXT_RUNTIME === "edge") return;
  const { log } = await import("@/lib/platform/log");
  const { digest } = (typeof error === "object" && error ? error : {}) as Failed;
  log.error({ err: error, digest, page: routePath }, "a page could not be shown");
}
