import type { IncomingMessage, ServerResponse } from "node:http";
import type { Span } from "@opentelemetry/api";
import type { PageOfAddress } from "@/lib/http/operations";
import { alsoDoing, currentSpan, type Doing, doing, whileDoing } from "@/lib/platform/doing";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import { metrics } from "@/lib/platform/metrics";
import { requestIdOf } from "@/lib/platform/request-id";
import { readTraceparent, spanKind, tracing } from "@/lib/platform/tracing";

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** Requests that say nothing about the use of the program: files of the build, and health checks. */
const isQuiet = (pathname: string) => pathname.startsWith("/_next/") || pathname === "/api/health";

/** The operation of a request, from the patterns of the program alone. */
function operationOf(method: string, pathname: string, pageOf: PageOfAddress): string {
  if (pathname.startsWith("/_next/")) return "file of the build";
  const pattern = pageOf(pathname);
  return pattern ? `${methods.has(method) ? method : "OTHER"} ${pattern}` : "unknown address";
}

/**
 * Runs the answer to a request so that each line of the log says which request it belongs to, and writes one line
 * when the answer has been sent. The id of the request is in the header `X-Request-Id` of the request and the answer.
 */
export function seen(
  request: IncomingMessage,
  response: ServerResponse,
  pageOf: PageOfAddress,
  answer: () => void,
): void {
  const start = performance.now();
  const requestId = requestIdOf(request.headers["x-request-id"]);
  request.headers["x-request-id"] = requestId;
  response.setHeader("X-Request-Id", requestId);
  const [pathname = "/"] = (request.url ?? "/").split("?");
  const method = request.method ?? "GET";
  const about: Doing = { requestId };
  const span = startSpan(request);
  response.once("close", () => {
    about.operation ??= operationOf(method, pathname, pageOf);
    whileDoing(about, () => tell(response, performance.now() - start, isQuiet(pathname)), span);
  });
  whileDoing(about, answer, span);
}

/** A trace is continued from a trusted proxy only: anybody else could write into the traces of others. */
function startSpan({ headers }: IncomingMessage): Span | undefined {
  const parent = env().TRUSTED_PROXY_HOPS > 0 ? readTraceparent(headers.traceparent) : undefined;
  return tracing()?.start("request", { kind: spanKind.server, parent });
}

/** Ends the span of a request. It says what the log says. */
function endSpan(span: Span, status: number): void {
  const { operation = "", requestId = "", organization, environment, actor } = doing();
  const [method = "", ...route] = operation.split(" ");
  span.updateName(operation);
  span.setAttributes({
    "http.request.method": method,
    "http.route": route.join(" "),
    "http.response.status_code": status,
    "countersign.request_id": requestId,
    ...(organization && { "countersign.organization": organization }),
    ...(environment && { "countersign.environment": environment }),
    ...(actor && { "countersign.actor": actor }),
  });
  if (status >= 500) span.setStatus({ code: 2 });
  span.end();
}

function tell(response: ServerResponse, ms: number, isQuietly: boolean): void {
  const { statusCode: status, writableFinished } = response;
  const { operation = "" } = doing();
  metrics()?.requests.inc({ operation, status: `${Math.floor(status / 100)}xx` });
  metrics()?.requestSeconds.observe({ operation }, ms / 1000);
  const span = currentSpan();
  if (span) endSpan(span, status);
  const line = {
    status,
    durationMs: Math.round(ms),
    // The client left, or the answer broke off.
    ...(!writableFinished && { isCut: true }),
  };
  if (status >= 500) log.warn(line, "request");
  else if (isQuietly) log.debug(line, "request");
  else log.info(line, "request");
}

/** Names the operation of the current request, by the pattern of its route. */
export const nameOperation = (method: string, pattern: string): void =>
  alsoDoing({ operation: `${methods.has(method) ? method : "OTHER"} ${pattern}` });
