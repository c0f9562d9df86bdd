import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { follow } from "@/lib/http/drain";
import { toProblem } from "@/lib/http/problem";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { clientAddress } from "@/lib/platform/ip-address";
import { securityHeaders } from "@/security-headers.js";

/** Every answer begins with these; a page, and what the build made, say more. */
const firstHeaders = Object.entries({ ...securityHeaders.everywhere, ...securityHeaders.api });

/**
 * What every request passes before anybody answers it: headers that are ours to write, the address as we read it, and
 * what no page and no route is for.
 * @returns whether it has been answered
 */
export function receive(request: IncomingMessage, response: ServerResponse): boolean {
  follow(response);
  for (const [name, value] of firstHeaders) response.setHeader(name, value);
  if (env().publicUrl.startsWith("https:"))
    response.setHeader("Strict-Transport-Security", "max-age=31536000");
  nameCaller(request);
  const refusal = refusalOf(request);
  if (refusal) {
    answerProblem(response, refusal);
    return true;
  }
  if (leadsElsewhere(request, response)) return true;
  spellAddress(request);
  return false;
}

/** Headers that we write ourselves: what a caller sends under these names is dropped. */
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
/** next-auth answers these and no other, and every method alike. */
const isOfSignIn = (pathname: string) => pathname.startsWith("/api/auth/");

const notAnswered = (method: string, ...allowed: string[]) =>
  new AppError("method_not_allowed", `${method} is not supported here; use ${allowed.join(", ")}.`, {
    allowed,
  });

function refusalOf(request: IncomingMessage): AppError | null {
  const { method = "GET", url = "/", headers } = request;
  if (url === "*") return notAnswered(method, "GET", "HEAD");
  // The absolute form is a proxy's. Answered as a path it would name another host in what we send back.
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
 * A program that sends a key, wants JSON or looks for a well-known document is told that there is nothing, and not
 * asked to sign in. Browsers name HTML or carry cookies; what a proxy adds for them is no key.
 */
function isForMachines(pathname: string, headers: IncomingMessage["headers"], isRead: boolean): boolean {
  const { accept = "", "content-type": type = "", authorization = "", cookie } = headers;
  if (cookie || accept.includes("text/html")) return false;
  if (headers["x-api-key"] || /^(bearer|apikey) /i.test(authorization)) return true;
  return pathname.startsWith("/.well-known/") || /\bjson\b/.test(isRead ? accept : type);
}

/**
 * Pages take their parameters from the address without a door of ours in between, and the database keeps no NUL. The
 * browser is led to the address with the sign for what cannot be read, so that server and page read the same.
 */
function leadsElsewhere({ url = "/" }: IncomingMessage, response: ServerResponse): boolean {
  if (isOfApi(url) || !url.includes("%00")) return false;
  response.writeHead(307, { Location: url.replaceAll("%00", "%EF%BF%BD") }).end();
  return true;
}

/** A path that is not UTF-8 names nothing; spelled as the text it is, it is not found, where Next would fail on it. */
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

/** What is answered while the process starts: the port is ours already, and the databases are not ready. */
export function answerNotYet(response: ServerResponse): void {
  follow(response);
  for (const [name, value] of firstHeaders) response.setHeader(name, value);
  const refusal = new AppError("service_unavailable", "The server is starting.", { retryAfterSeconds: 2 });
  answerProblem(response, refusal);
}

/** What a browser is shown instead of a page that has no database to be drawn from; it comes again by itself. */
const awayPage = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Temporarily unavailable</title>
<p>This page is temporarily unavailable because the database cannot be reached. It reloads automatically every few seconds.</p></html>`;

/** Answers for a page while the database is away. */
export function answerAway(response: ServerResponse): void {
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
  response.writeHead(503, { ...headers, "Retry-After": "3", Refresh: "5" }).end(awayPage);
}

function answerProblem(response: ServerResponse, refusal: AppError): void {
  const id = newId("req");
  const { problem, headers } = toProblem(refusal, id);
  const own = { "Content-Type": "application/json", "X-Request-Id": id, "Cache-Control": "no-store" };
  response.writeHead(problem.status_code, { ...headers, ...own }).end(JSON.stringify(problem));
}

/** Nothing of ours speaks another protocol: who asks for one is told so, and keeps no socket. */
export function refuseUpgrade(_request: IncomingMessage, socket: Duplex): void {
  socket.on("error", () => undefined);
  socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", () =>
    socket.destroy(),
  );
}
