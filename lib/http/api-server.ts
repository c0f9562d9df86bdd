import { readdirSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ReadableStream as WebStream } from "node:stream/web";
import { pathToFileURL } from "node:url";
import { BytesResponse, jsonResponse } from "@/lib/http/bytes-response";
import { toProblem } from "@/lib/http/problem";
import { nameOperation } from "@/lib/http/seen";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { requestIdOf } from "@/lib/platform/request-id";

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
type Route = { segments: string[]; methods: Record<string, Handler> };

/** Returns whether it handles the request; if not, Next does. */
export type ApiServer = (request: IncomingMessage, response: ServerResponse) => boolean;

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const isParam = (segment: string) => segment.startsWith("[");

/**
 * Serves the route handlers below `app/api` without passing through Next, which would cost more than most of our
 * answers (docs/decisions). The files and their meaning are the same; what next-auth needs stays with Next.
 */
export async function loadApi(root: string): Promise<ApiServer> {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" });
  const routeFiles = files.filter((file) => path.basename(file) === "route.ts" && !file.startsWith("auth"));
  const routes = await Promise.all(routeFiles.map((file) => loadRoute(root, file)));
  // A literal segment comes before a parameter: sessions/bulk-redact before sessions/[sessionId].
  routes.sort((left, right) => rank(left).localeCompare(rank(right)));
  return (request, response) => {
    const pathname = (request.url ?? "").split("?")[0] ?? "";
    if (!pathname.startsWith("/api/") || pathname.startsWith("/api/auth/")) return false;
    void answer(routes, pathname, request, response);
    return true;
  };
}

const rank = ({ segments }: Route) =>
  segments.map((segment) => (isParam(segment) ? "1" : `0${segment}`)).join("/");

async function loadRoute(root: string, file: string): Promise<Route> {
  const exported: Record<string, Handler> = await import(pathToFileURL(path.resolve(root, file)).href);
  const found = methods.flatMap((method) => (exported[method] ? [[method, exported[method]] as const] : []));
  return { segments: path.dirname(file).split(path.sep), methods: Object.fromEntries(found) };
}

async function answer(
  routes: readonly Route[],
  pathname: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const { handler, params } = findHandler(routes, pathname, request.method ?? "GET");
    await send(await handler(toRequest(request), { params: Promise.resolve(params) }), request, response);
  } catch (error) {
    const id = requestIdOf(request.headers["x-request-id"]);
    const { problem, headers } = toProblem(error, id);
    if (response.headersSent) response.destroy();
    else
      await send(
        jsonResponse(problem, {
          status: problem.status_code,
          headers: { ...headers, "X-Request-Id": id, "Cache-Control": "private, no-store" },
        }),
        request,
        response,
      );
  }
}

function findHandler(
  routes: readonly Route[],
  pathname: string,
  method: string,
): { handler: Handler; params: Record<string, string> } {
  const parts = pathname.slice("/api/".length).split("/").map(decode);
  const route = routes.find(
    ({ segments }) =>
      segments.length === parts.length &&
      segments.every((segment, at) => (isParam(segment) ? parts[at] !== "" : segment === parts[at])),
  );
  if (!route) throw new AppError("not_found", "Page not found.");
  const handler = route.methods[method === "HEAD" ? "GET" : method];
  if (!handler) {
    const allowed = Object.keys(route.methods);
    const message = `${method} is not supported here; use ${allowed.join(", ")}.`;
    throw new AppError("method_not_allowed", message, { allowed });
  }
  nameOperation(method, `/api/${route.segments.join("/")}`);
  const params = route.segments.flatMap((segment, at) =>
    isParam(segment) ? [[segment.slice(1, -1), parts[at] ?? ""]] : [],
  );
  return { handler, params: Object.fromEntries(params) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    throw new AppError("bad_request", "The address is not valid.", { cause });
  }
}

function toRequest(request: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const hasBody = request.method !== "GET" && request.method !== "HEAD";
  // Reads only as much as the handler asks for, and keeps the connection open for the answer.
  const body = hasBody
    ? {
        body: WebStream.from(request.iterator({ destroyOnReturn: false })) as ReadableStream,
        duplex: "half" as const,
      }
    : {};
  return new Request(new URL(request.url ?? "/", "http://localhost"), {
    method: request.method,
    headers,
    ...body,
  });
}

/** A client that reads nothing for this long is taken to have left. */
const stalledMs = 120_000;

/**
 * Sends a stream as fast as the client reads it, until either side ends it. If the source fails, the answer breaks
 * off, so that nobody takes it for complete. If the client leaves, the source ends.
 */
async function sendStream(body: ReadableStream<Uint8Array>, response: ServerResponse): Promise<void> {
  response.setTimeout(stalledMs, () => response.destroy());
  response.flushHeaders();
  try {
    await pipeline(Readable.fromWeb(body as WebStream), response);
  } catch (error) {
    const hasLeft = (error as { code?: string }).code === "ERR_STREAM_PREMATURE_CLOSE";
    if (!hasLeft) log.error({ err: error }, "an answer broke off");
  }
}

async function send(answered: Response, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // Discards the rest of the body: on a kept connection it would precede the next request.
  request.resume();
  response.setHeaders(answered.headers);
  // HEAD does not return the length either: it would reveal what a search found.
  if (request.method === "HEAD") {
    if (!(answered instanceof BytesResponse)) await answered.body?.cancel();
    response.removeHeader("content-length");
    response.writeHead(answered.status).end();
    return;
  }
  if (answered instanceof BytesResponse) {
    response.writeHead(answered.status, { "content-length": answered.content.length });
    response.end(answered.content);
    return;
  }
  response.writeHead(answered.status);
  if (answered.body) await sendStream(answered.body, response);
  else response.end();
}
