import http from "node:http";
import https from "node:https";
import { metrics } from "@/lib/platform/metrics";
import { type Allowed, checkUrl, guardedLookup, OutboundError } from "@/lib/platform/outbound";
import { inSpan, spanKind } from "@/lib/platform/tracing";

/** Why an exchange failed before there was a whole answer. */
export type ExchangeFailure =
  | OutboundError["code"]
  | "connection_failed"
  | "tls_failed"
  | "timed_out"
  | "closed_early"
  | "interrupted";

export type Exchange = {
  /** Null when no whole answer came. */
  status: number | null;
  failure: ExchangeFailure | null;
  /** The beginning of the answer's body. */
  text: string;
  /** The same as bytes. */
  body: Buffer;
  headers: http.IncomingHttpHeaders;
  /** How many bytes of the body were read. */
  bytes: number;
  contentType: string | null;
  durationMs: number;
};

export type Posting = {
  url: string;
  headers: Record<string, string>;
  body: string;
  allowed: Allowed;
  /** The limit of the whole exchange, from the resolution of the name to the last byte. */
  limitMs: number;
  signal?: AbortSignal | undefined;
};

/** A request, and how much of its answer is read. A GET has no body. */
export type Asking = Omit<Posting, "body"> & {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  body?: string;
  mostBytes: number;
};

/** The most bytes of an answer that are read. A longer one is cut, and its connection is closed. */
export const answerBytes = 4096;

type Agents = { http: http.Agent; https: https.Agent };
const agents = new Map<string, Agents>();

/** Connections are kept for the next request to the same host; each was checked when it was opened. */
function agentsFor(allowed: Allowed): Agents {
  const name = allowed.networks.join();
  const options = { keepAlive: true, maxFreeSockets: 64, lookup: guardedLookup(allowed), timeout: 60_000 };
  const known = agents.get(name) ?? { http: new http.Agent(options), https: new https.Agent(options) };
  agents.set(name, known);
  return known;
}

/** Closes the connections that are kept. */
export function closeExchanges(): void {
  for (const each of agents.values()) {
    each.http.destroy();
    each.https.destroy();
  }
  agents.clear();
}

/** Posts a body like {@link ask}, and reads the beginning of the answer. */
export const post = (posting: Posting): Promise<Exchange> =>
  ask({ ...posting, method: "POST", mostBytes: answerBytes });

/**
 * Makes a request, to a public address only. It follows no redirect and uses no proxy. It never throws: a failure is
 * part of the answer.
 */
export async function ask(asking: Asking): Promise<Exchange> {
  const { method, url } = asking;
  // The host alone: paths and parameters name sessions and hold tokens.
  const about = { "http.request.method": method, "server.address": URL.parse(url)?.hostname ?? "" };
  return inSpan(`${method} another server`, spanKind.client, about, async (span) => {
    const answer = await exchangeOnce(asking);
    const { status, failure } = answer;
    metrics()?.outgoing.inc({
      answer: status === null ? (failure ?? "none") : `${Math.floor(status / 100)}xx`,
    });
    if (status !== null) span?.setAttribute("http.response.status_code", status);
    if (failure) span?.setAttribute("error.type", failure).setStatus({ code: 2 });
    return answer;
  });
}

async function exchangeOnce(asking: Asking): Promise<Exchange> {
  const start = performance.now();
  const ended = (part: Partial<Answer & Pick<Exchange, "failure">>): Exchange => {
    const body = part.body ?? Buffer.alloc(0);
    return {
      ...{ status: null, failure: null, bytes: 0, headers: {} },
      ...part,
      body,
      // Not decoded before it is asked for: an image is no text.
      get text() {
        return body.toString();
      },
      contentType: part.headers?.["content-type"] ?? null,
      durationMs: Math.round(performance.now() - start),
    };
  };
  const giveUp = new AbortController();
  const limit = setTimeout(() => giveUp.abort("timed_out"), asking.limitMs);
  const interrupt = () => giveUp.abort("interrupted");
  if (asking.signal?.aborted) interrupt();
  asking.signal?.addEventListener("abort", interrupt, { once: true });
  try {
    const url = checkUrl(asking.url, asking.allowed);
    return ended(await again(() => exchange(url, asking, giveUp.signal)));
  } catch (error) {
    return ended({ failure: giveUp.signal.aborted ? giveUp.signal.reason : failureOf(error) });
  } finally {
    clearTimeout(limit);
    asking.signal?.removeEventListener("abort", interrupt);
  }
}

class StaleSocket extends Error {}

/** Tries a new connection once, because the other side may have closed a kept one at this moment. */
async function again(send: () => Promise<Answer>): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof StaleSocket) return send();
    throw error;
  }
}

type Answer = Pick<Exchange, "status" | "body" | "bytes" | "headers">;

function exchange(url: URL, asking: Asking, signal: AbortSignal): Promise<Answer> {
  const { method, headers, body, allowed, mostBytes } = asking;
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === "https:" ? https : http;
    const agent = agentsFor(allowed)[url.protocol === "https:" ? "https" : "http"];
    const bytes = Buffer.from(body ?? "");
    const length = method === "GET" ? {} : { "Content-Length": bytes.length };
    const sent = request(url, { method, agent, headers: { ...headers, ...length } });
    const give = () => {
      const error = new Error("aborted");
      sent.destroy(error);
      reject(error);
    };
    if (signal.aborted) return give();
    signal.addEventListener("abort", give, { once: true });
    const settle = () => signal.removeEventListener("abort", give);
    sent.on("error", (error: NodeJS.ErrnoException) => {
      settle();
      reject(sent.reusedSocket && error.code === "ECONNRESET" ? new StaleSocket() : error);
    });
    sent.on("response", (response) => {
      const { statusCode = null, headers } = response;
      read(response, mostBytes)
        .then((answer) => resolve({ status: statusCode, headers, ...answer }), reject)
        .finally(settle);
    });
    sent.end(bytes);
  });
}

class ClosedEarly extends Error {}

function read(response: http.IncomingMessage, mostBytes: number): Promise<Pick<Answer, "body" | "bytes">> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const answer = () => ({ body: Buffer.concat(parts).subarray(0, mostBytes), bytes });
    response.on("data", (part: Buffer) => {
      parts.push(part);
      bytes += part.length;
      if (bytes <= mostBytes) return;
      resolve(answer());
      response.destroy();
    });
    response.on("end", () => resolve(answer()));
    response.on("close", () => reject(new ClosedEarly()));
    response.on("error", () => reject(new ClosedEarly()));
  });
}

function failureOf(error: unknown): ExchangeFailure {
  if (error instanceof OutboundError) return error.code;
  if (error instanceof ClosedEarly) return "closed_early";
  const { code = "", message = "" } = error as NodeJS.ErrnoException;
  if (code === "ECONNRESET" || message.includes("socket hang up") || code.startsWith("HPE_"))
    return "closed_early";
  if (
    code.startsWith("ERR_TLS") ||
    code.startsWith("ERR_SSL") ||
    /CERT|SELF_SIGNED|EPROTO|LEAF_SIGNATURE/.test(code)
  )
    return "tls_failed";
  return "connection_failed";
}
