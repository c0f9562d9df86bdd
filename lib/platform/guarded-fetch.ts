import "server-only";
import { ask } from "@/lib/platform/exchange";
import type { Allowed } from "@/lib/platform/outbound";

/** What goes out when a library asks for something with `fetch`. */
export type FetchInit = {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  signal?: AbortSignal;
};

const mostBytes = 1_048_576;
const limitMs = 10_000;

/** A call to another server failed before its answer was complete. The message is one sentence for people. */
export class FetchError extends Error {
  override name = "FetchError";
}

const reasons = {
  address_not_allowed: "does not lead to a public https address",
  name_not_found: "has a host name that was not found",
  connection_failed: "could not be reached",
  tls_failed: "has a TLS certificate or handshake that was not accepted",
  timed_out: `gave no complete answer within ${limitMs / 1000} seconds`,
  closed_early: "closed the connection before its answer was complete",
  interrupted: "was interrupted",
} as const;

/**
 * Returns a `fetch` for libraries. It asks public addresses only, follows no redirect, and reads at most 1 MiB.
 * @throws FetchError from the function that it returns
 */
export const guardedFetch =
  (allowed: Allowed) =>
  async (url: string | URL, init: FetchInit = {}): Promise<Response> => {
    const { method = "GET", headers = {}, body, signal } = init;
    if (method !== "GET" && method !== "POST")
      throw new FetchError(`${method} is not sent to other servers.`);
    const sent = body === undefined || body === null ? {} : { body: String(body) };
    const asked = {
      url: String(url),
      method,
      headers: { ...headers },
      allowed,
      limitMs,
      mostBytes,
      signal,
      ...sent,
    };
    const { status, failure, text, bytes, contentType } = await ask(asked as Parameters<typeof ask>[0]);
    const place = URL.parse(String(url))?.host ?? "This URL";
    if (failure || status === null) throw new FetchError(`${place} ${reasons[failure ?? "closed_early"]}.`);
    if (bytes > mostBytes) throw new FetchError(`${place} answered with more than 1 MiB.`);
    const hasBody = ![204, 205, 304].includes(status);
    return new Response(hasBody ? text : null, {
      status,
      headers: contentType ? { "Content-Type": contentType } : {},
    });
  };
