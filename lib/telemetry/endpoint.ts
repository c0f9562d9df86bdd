import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { env } from "@/lib/platform/env";
import { StartError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { setMetrics } from "@/lib/platform/metrics";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Compares in constant time. Without a token, everybody who reaches the port may read. */
const mayRead = ({ headers }: IncomingMessage, token: string | undefined) =>
  token === undefined || timingSafeEqual(digest(headers.authorization ?? ""), digest(`Bearer ${token}`));

function refuse(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", ...headers }).end();
}

/**
 * Serves `/metrics` for Prometheus on a port of its own, if METRICS_PORT is set. A proxy that passes on everything of
 * PORT therefore publishes nothing of it.
 * @param isWorker whether this process runs the jobs, and therefore also tells the state of the installation
 * @returns a function that stops it
 * @throws StartError when the port is taken
 */
export async function serveMetrics(isWorker: boolean): Promise<() => Promise<void>> {
  const { METRICS_PORT, METRICS_HOST, METRICS_TOKEN } = env();
  if (METRICS_PORT === undefined) return async () => undefined;
  const server = createServer();
  await listen(server, METRICS_HOST, METRICS_PORT);
  // prom-client is loaded only where something is counted.
  const [{ newMetrics }, { tellState, tellSurroundings }] = await Promise.all([
    import("@/lib/platform/metrics-registry"),
    import("@/lib/telemetry/state"),
  ]);
  const metrics = newMetrics();
  const { registry } = metrics;
  setMetrics(metrics);
  tellSurroundings(registry);
  const refresh = isWorker ? tellState(registry) : async () => undefined;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const [pathname] = (request.url ?? "").split("?");
    if (pathname !== "/metrics") return refuse(response, 404);
    if (request.method !== "GET") return refuse(response, 405, { Allow: "GET" });
    if (!mayRead(request, METRICS_TOKEN)) return refuse(response, 401, { "WWW-Authenticate": "Bearer" });
    await refresh();
    const text = await registry.metrics();
    response.writeHead(200, { "Content-Type": registry.contentType, "Cache-Control": "no-store" }).end(text);
  };
  server.on("request", (request, response) => {
    answer(request, response).catch((error) => {
      log.error({ err: error }, "metrics not told");
      if (response.headersSent) response.destroy();
      else refuse(response, 500);
    });
  });
  return async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    setMetrics(undefined);
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const said = `The metrics cannot be served on METRICS_HOST=${host} METRICS_PORT=${port} (${cause.code}); set others.`;
      reject(new StartError(said, { cause }));
    });
    server.listen(port, host, resolve);
  });
}
