import "server-only";
import { dayMs } from "@/lib/format/day";
import { ask, type Exchange, type ExchangeFailure } from "@/lib/platform/exchange";
import type { Allowed } from "@/lib/platform/outbound";
import type { KeyHeaders, SignedCall } from "@/lib/vendors/adapter";
import { VendorError } from "@/lib/vendors/error";

type Call = {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as a form instead, for a vendor that reads no JSON. */
  form?: Record<string, string>;
  mostBytes?: number;
};

/** Asks one vendor. Every function throws VendorError when there is no usable answer. */
export type VendorClient = {
  /** Asks below the base URL, with the key, and returns the text of the JSON answer; "" for an answer without a body. */
  json: (path: string, call?: Call) => Promise<string>;
  /**
   * Fetches a file by its URL, which may be relative to the base URL. The key is sent to the origin of the base URL
   * alone. Up to three redirects are followed, each checked like the first URL.
   * @param name what the vendor calls the file: a client that reads a folder looks for it under this name too
   */
  file: (url: string, name?: string) => Promise<Buffer>;
};

export type ClientOptions = {
  title: string;
  baseUrl: string;
  /** The headers that carry the key, or sign a call. */
  headers: KeyHeaders;
  allowed: Allowed;
  /** The limit of each exchange, in milliseconds. */
  limitMs?: number;
  signal?: AbortSignal;
};

/** One JSON answer: a full DocReader response with its images as Base64 is about 2 MB. */
const mostJsonBytes = 24 * 1024 * 1024;
const mostFileBytes = 25 * 1024 * 1024;
const mostRedirects = 3;
const usualLimitMs = 60_000;
/** An answer that was compressed could be a thousand times as large as what is counted. */
const uncompressed = { "Accept-Encoding": "identity" };

/** Returns a client that asks one vendor. */
export function clientOf(options: ClientOptions): VendorClient {
  return {
    async json(path, call = {}) {
      const { method = "GET", mostBytes = mostJsonBytes } = call;
      const { title, allowed, signal, limitMs = usualLimitMs } = options;
      const url = below(options.baseUrl, path);
      const [type, body] = bodyOf(call);
      const own = headersFor(options, { method, url, body });
      const headers = { Accept: "application/json", ...uncompressed, ...type, ...own };
      const answer = await ask({
        ...{ url, method, headers, allowed, limitMs, mostBytes },
        ...(signal && { signal }),
        ...(body !== undefined && { body }),
      });
      refuse(title, answer, mostBytes, own);
      return readText(title, answer.body);
    },
    async file(url) {
      const whole = URL.parse(url, `${options.baseUrl.replace(/\/+$/, "")}/`);
      if (!whole) throw new VendorError("unreadable", `${options.title} names a file by what is no URL.`);
      return fetchFile(options, whole, mostRedirects);
    },
  };
}

/** The body of a call, and the header that says what it is. */
function bodyOf({ body, form }: Call): [Record<string, string>, string | undefined] {
  if (form)
    return [{ "Content-Type": "application/x-www-form-urlencoded" }, new URLSearchParams(form).toString()];
  return body === undefined
    ? [{}, undefined]
    : [{ "Content-Type": "application/json" }, JSON.stringify(body)];
}

const headersFor = ({ headers }: ClientOptions, call: SignedCall) =>
  typeof headers === "function" ? headers(call) : headers;

const below = (baseUrl: string, path: string) => `${baseUrl.replace(/\/+$/, "")}/${path.replace(/^\/+/, "")}`;

async function fetchFile(options: ClientOptions, url: URL, redirects: number): Promise<Buffer> {
  const { title, allowed, signal, limitMs = usualLimitMs } = options;
  const isOwn = url.origin === new URL(options.baseUrl).origin;
  const own = isOwn ? headersFor(options, { method: "GET", url: url.href, body: undefined }) : {};
  const headers = { ...uncompressed, ...own };
  const answer = await ask({
    ...{ url: url.href, method: "GET", headers, allowed, limitMs, mostBytes: mostFileBytes },
    ...(signal && { signal }),
  });
  const { status, headers: answered } = answer;
  if (status !== null && status >= 300 && status < 400 && answered.location) {
    const to = URL.parse(answered.location, url);
    if (!to || redirects === 0)
      throw new VendorError("not_allowed", `${title} redirected a file too often or to no URL.`);
    return fetchFile(options, to, redirects - 1);
  }
  // A signed URL that has expired is answered with one of these. A key that is refused has shown in the JSON before.
  if (status === 401 || status === 403 || status === 410)
    throw new VendorError("expired", `${title}'s address of a file is no longer valid (HTTP ${status}).`);
  refuse(title, answer, mostFileBytes, own);
  return answer.body;
}

const failures: Record<ExchangeFailure, [VendorError["fault"], string]> = {
  address_not_allowed: ["not_allowed", "is at an address to which nothing is sent"],
  name_not_found: ["away", "has a host name that was not found"],
  connection_failed: ["away", "could not be reached"],
  tls_failed: ["away", "has a TLS certificate or handshake that was not accepted"],
  timed_out: ["away", "gave no complete answer in time"],
  closed_early: ["away", "closed the connection before its answer was complete"],
  interrupted: ["away", "was interrupted, because this server stops"],
};

/** @throws VendorError unless the answer is complete and says success */
function refuse(title: string, answer: Exchange, mostBytes: number, headers: Record<string, string>): void {
  const { status, failure, bytes } = answer;
  if (failure || status === null) {
    const [fault, words] = failures[failure ?? "closed_early"];
    throw new VendorError(fault, `${title} ${words}.`);
  }
  if (bytes > mostBytes)
    throw new VendorError("unreadable", `${title} answered with more than ${mostBytes / 1024 / 1024} MiB.`);
  if (status >= 200 && status < 300) {
    refuseCompressed(title, answer);
    return;
  }
  if (status >= 300 && status < 400 && answer.headers.location)
    throw new VendorError(
      "not_allowed",
      `${title} answered HTTP ${status}: it redirects to another address, to which no key is sent.`,
    );
  const said = saidIn(answer, headers);
  throw new VendorError(
    faultOf(status),
    `${title} answered HTTP ${status}.`,
    retryAfterOf(answer),
    status,
    said,
  );
}

/** Only of an answer that is read: a busy vendor's may well be compressed by what stands before it. */
function refuseCompressed(title: string, { headers }: Exchange): void {
  const encoding = headers["content-encoding"]?.trim().toLowerCase() || "identity";
  if (encoding === "identity") return;
  throw new VendorError("unreadable", `${title} answered with a compressed body, which was not asked for.`);
}

function faultOf(status: number): VendorError["fault"] {
  if (status === 401 || status === 403) return "refused_key";
  if (status === 404 || status === 410) return "not_found";
  if (status === 429) return "throttled";
  if (status === 408 || status >= 500) return "away";
  return status < 400 ? "not_allowed" : "unreadable";
}

/** `Retry-After` in milliseconds, as seconds or as a date (RFC 9110, section 10.2.3); at most a day. */
function retryAfterOf({ headers }: Exchange): number | null {
  const said = headers["retry-after"];
  if (!said) return null;
  const ms = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), dayMs) : null;
}

/** A vendor, or what stands before it, may repeat the headers that it was sent. */
function withoutKeys(said: string, headers: Record<string, string>): string {
  const secrets = Object.values(headers).flatMap((value) => [value, ...value.split(/[\s=]+/)]);
  const long = secrets
    .filter((each) => each.length >= 6)
    .toSorted((left, right) => right.length - left.length);
  return long.reduce((text, each) => text.replaceAll(each, "…"), said);
}

/** The vendor's own words in an error: the first text that its JSON gives, in one line. A page of HTML says nothing. */
function saidIn({ text, contentType }: Exchange, headers: Record<string, string>): string | null {
  if (!contentType?.includes("json")) return null;
  let value: unknown;
  try {
    value = JSON.parse(text.slice(0, 65_536));
  } catch {
    return null;
  }
  const words = firstText(value, 4);
  return words
    ? withoutKeys(words, headers)
        .replace(/[\p{Cc}\p{Cf}]+/gu, " ")
        .slice(0, 300)
    : null;
}

const wordKeys = [
  "message",
  "detail",
  "title",
  "error_description",
  "description",
  "error",
  "errors",
  "reason",
];

function firstText(value: unknown, depth: number): string | null {
  if (typeof value === "string") return value.trim() || null;
  if (depth === 0 || typeof value !== "object" || value === null) return null;
  const inner = Array.isArray(value) ? value.slice(0, 1) : wordKeys.map((key) => Reflect.get(value, key));
  for (const each of inner) {
    const found = firstText(each, depth - 1);
    if (found) return found;
  }
  return null;
}

function readText(title: string, body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch (cause) {
    const error = new VendorError("unreadable", `${title} answered with bytes that are no text in UTF-8.`);
    error.cause = cause;
    throw error;
  }
}
