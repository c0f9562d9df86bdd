import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { follow } from "@/lib/http/drain";
import { toProblem } from "@/lib/http/problem";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { clientAddress } from "@/lib/platform/ip-address";
import { requestIdOf } from "@/lib/platform/request-id";
import { securityHeaders } from "@/security-headers.js";

/** The default headers of every answer. Pages and built files add to them. */
const firstHeaders = Object.entries({ ...securityHeaders.everywhere, ...securityHeaders.api });

/**
 * Handles the part that is common to all requests: sets our own headers, normalizes the address, and refuses requests
 * that no page or route serves.
 * @returns whether the request has been answered
 */
export function receive(request: IncomingMessage, response: ServerResponse): boolean {
  follow(response);
  for (const [name, value] of firstHeaders) response.setHeader(name, value);
  if (env().publicUrl.startsWith("https:"))
    response.setHeader("Strict-Transport-Security", "max-age=31536000");
  nameCaller(request);
  if (/^\/mcp(\?|$)/.test(request.url ?? "")) request.url = `/api${request.url}`;
  const refusal = refusalOf(request);
  if (refusal) {
    answerProblem(response, refusal);
    return true;
  }
  if (leadsElsewhere(request, response)) return true;
  spellAddress(request);
  return false;
}

/** Sets the internal headers, and drops those of the same names that a caller sends. */
function nameCaller(request: IncomingMessage): void {
  const { headers, socket } = request;
  delete headers["x-path"];
  delete headers["x-nonce"];
  headers["x-method"] = request.method ?? "GET";
  const forwarded = headers["x-forwarded-for"];
  headers["x-client-address"] = clientAddress(
    socket.remoteAddress ?? "",
    Array.isArray(forwarded) ? forwarded.join(",") : forwarded,
    env().TRUSTED_PROXY_HOPS,
  );
}

const isOfApi = (pathname: string) => pathname === "/api" || pathname.startsWith("/api/");
/** Paths that only next-auth answers, for every method. */
const isOfSignIn = (pathname: string) => pathname.startsWith("/api/auth/");

const notAnswered = (method: string, ...allowed: string[]) =>
  new AppError("method_not_allowed", `${method} is not supported here; use ${allowed.join(", ")}.`, {
    allowed,
  });

function refusalOf(request: IncomingMessage): AppError | null {
  const { method = "GET", url = "/", headers } = request;
  if (url === "*") return notAnswered(method, "GET", "HEAD");
  // Only proxies get absolute URLs. Treated as a path, one would put another host into our answer.
  if (!url.startsWith("/") || /^\/[/\\]/.test(url))
    return new AppError("bad_request", "The request target must be a path that begins with one slash.");
  const [pathname = "/"] = url.split("?");
  if (isOfApi(pathname) && !isUtf8(pathname))
    return new AppError("bad_request", "The address is not valid UTF-8.");
  if (isOfSignIn(pathname)) {
    if (["GET", "POST"].includes(method)) return null;
    return notAnswered(method, "GET", "POST");
  }
  if (isOfApi(pathname)) return null;
  const isRead = method === "GET" || method === "HEAD";
  if (isForMachines(pathname, headers, isRead))
    return new AppError("not_found", "Page not found. The API is below /api/v1.");
  return isRead ? null : notAnswered(method, "GET", "HEAD");
}

/**
 * Returns whether the caller is a program: it sends an API key, asks for JSON, or requests a well-known document. It
 * gets not found instead of the sign-in page. Browsers accept HTML or send cookies. The Basic credentials that a
 * proxy adds are no API key.
 */
function isForMachines(pathname: string, headers: IncomingMessage["headers"], isRead: boolean): boolean {
  const { accept = "", "content-type": type = "", authorization = "", cookie } = headers;
  if (cookie || accept.includes("text/html")) return false;
  if (headers["x-api-key"] || /^(bearer|apikey) /i.test(authorization)) return true;
  return pathname.startsWith("/.well-known/") || /\bjson\b/.test(isRead ? accept : type);
}

/**
 * Redirects a page whose address contains NUL, which the database cannot store, to the address with a replacement
 * character. Server and page then read the same parameters.
 */
function leadsElsewhere({ url = "/" }: IncomingMessage, response: ServerResponse): boolean {
  if (isOfApi(url) || !url.includes("%00")) return false;
  response.writeHead(307, { Location: url.replaceAll("%00", "%EF%BF%BD") }).end();
  return true;
}

/** Escapes a path that is not UTF-8, so that Next answers not found instead of failing. */
function spellAddress(request: IncomingMessage): void {
  const [pathname = "/", ...query] = (request.url ?? "/").split("?");
  if (!isUtf8(pathname)) request.url = [pathname.replaceAll("%", "%25"), ...query].join("?");
}

function isUtf8(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}

/** The answer while the process starts: the port is open, but the databases are not ready. */
export function answerNotYet(response: ServerResponse): void {
  follow(response);
  for (const [name, value] of firstHeaders) response.setHeader(name, value);
  const refusal = new AppError("service_unavailable", "The server is starting.", { retryAfterSeconds: 2 });
  answerProblem(response, refusal);
}

/** The page shown while the database is unreachable; it reloads itself. */
const awayPage = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Temporarily unavailable</title>
<p>This page is temporarily unavailable because the database cannot be reached. It reloads automatically every few seconds.</p></html>`;

/** Answers for a page while the database is unreachable. */
export function answerAway(response: ServerResponse): void {
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
  response.writeHead(503, { ...headers, "Retry-After": "3", Refresh: "5" }).end(awayPage);
}

function answerProblem(response: ServerResponse, refusal: AppError): void {
  const id = requestIdOf(response.getHeader("x-request-id") as string | undefined);
  const { problem, headers } = toProblem(refusal, id);
  const own = { "Content-Type": "application/json", "X-Request-Id": id, "Cache-Control": "no-store" };
  response.writeHead(problem.status_code, { ...headers, ...own }).end(JSON.stringify(problem));
}

/** Refuses an upgrade to another protocol, which nothing here speaks, and closes the socket. */
export function refuseUpgrade(_request: IncomingMessage, socket: Duplex): void {
  socket.on("error", () => undefined);
  socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", () =>
    socket.destroy(),
  );
}
