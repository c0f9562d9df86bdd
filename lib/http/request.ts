import "server-only";
import type { Actor, RequestOrigin } from "@/lib/actor/actor";
import { inflect } from "@/lib/contract/inflection";
import { parseExact } from "@/lib/format/exact-json";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { nestedTooDeepAt, unstorableAt } from "@/lib/platform/json";

const maxBodyBytes = 1_048_576;
const maxBodyDepth = 64;

/** Collects the origin of a request before the caller is authenticated. */
export function requestOrigin(request: Request, id: string): RequestOrigin & { id: string } {
  return {
    id,
    ipAddress: request.headers.get("x-client-address") ?? undefined,
    method: request.method,
    path: new URL(request.url).pathname,
  };
}

/**
 * Refuses text that the database cannot store, anywhere in the input, so that no operation has to: NUL and lone
 * surrogates.
 * @throws AppError validation_error naming the place
 */
export function refuseUnstorable(given: unknown, whole: string): void {
  const field = unstorableAt(given);
  if (field === null) return;
  const message = "must be text without NUL or lone surrogates";
  throw new AppError("validation_error", `${field || whole}: ${message}`, { fields: [{ field, message }] });
}

/**
 * Reads the query parameters with camel-case keys; `page[after]` becomes `pageAfter`.
 * @throws AppError bad_request for a repeated parameter; validation_error for text that the database cannot store
 */
export function readQuery(request: Request): unknown {
  const given = new URL(request.url).searchParams;
  const query: Record<string, string> = {};
  for (const [key, value] of given) {
    if (key in query) throw new AppError("bad_request", `The query parameter ${key} is given twice.`);
    query[key.replace(/\[(\w+)\]$/, "_$1")] = value;
  }
  refuseUnstorable(query, "The query");
  return inflect(query, "camel");
}

/**
 * Reads the JSON body of a request. A number that JavaScript would change, such as a 64-bit id, becomes text as in
 * {@link parseExact}, so that no schema takes it for another number and free-form maps keep it.
 * @throws AppError payload_too_large above 1 MiB, bad_request for anything that is not JSON in UTF-8,
 * validation_error for text that the database cannot store
 */
export async function readJson(request: Request): Promise<unknown> {
  const bytes = await readBytes(request);
  // Actions without parameters may be sent without a body.
  if (bytes.length === 0) return {};
  const body = parse(bytes);
  if (nestedTooDeepAt(body, maxBodyDepth)) {
    throw new AppError("validation_error", `The body is nested deeper than ${maxBodyDepth} levels.`);
  }
  refuseUnstorable(body, "The body");
  return body;
}

/**
 * Reads the body of a request as it is.
 * @throws AppError payload_too_large above 1 MiB
 */
export const readText = async (request: Request): Promise<string> =>
  (await readBytes(request)).toString("utf8");

function parse(bytes: Buffer): unknown {
  try {
    return parseExact(new TextDecoder("utf-8", { fatal: true }).decode(bytes), "value");
  } catch (cause) {
    throw new AppError("bad_request", "The body is not valid JSON in UTF-8.", { cause });
  }
}

/**
 * Reads the bytes of a body.
 * @param patienceMs how long it may take, in milliseconds, also when nothing comes any more; the server's own limit ends
 * it if left out
 * @throws AppError payload_too_large above the limit; bad_request when it takes too long
 */
export async function readBytes(
  request: Request,
  limit = maxBodyBytes,
  patienceMs = Number.POSITIVE_INFINITY,
): Promise<Buffer> {
  const reader: BodyReader | undefined = request.body?.getReader();
  if (!reader) return Buffer.alloc(0);
  const patience = endingAfter(patienceMs);
  const chunks: Uint8Array[] = [];
  let total = 0;
  try {
    for (;;) {
      const chunk = await Promise.race([nextChunk(reader), patience.over]);
      if (!chunk) return Buffer.concat(chunks);
      total += chunk.length;
      if (total > limit)
        throw new AppError("payload_too_large", `The body is larger than ${limit / maxBodyBytes} MiB.`);
      chunks.push(chunk);
    }
  } catch (error) {
    // Nobody reads the rest. The body may be what does not answer, so that nothing waits for its end.
    reader.cancel().catch(() => undefined);
    throw error;
  } finally {
    patience.end();
  }
}

type BodyReader = ReadableStreamDefaultReader<Uint8Array>;

/** A client that leaves before its body is complete causes a bad_request, not an error of ours. */
async function nextChunk(reader: BodyReader): Promise<Uint8Array | null> {
  try {
    const { value } = await reader.read();
    return value ?? null;
  } catch (cause) {
    throw new AppError("bad_request", "The request body ended early. Send it again.", { cause });
  }
}

/** Refuses after so many milliseconds, unless it is ended before. */
function endingAfter(patienceMs: number): { over: Promise<never>; end: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, refuse) => {
    if (patienceMs === Number.POSITIVE_INFINITY) return;
    const said = `The body took longer than ${patienceMs / 1000} seconds. Send it again.`;
    timer = setTimeout(() => refuse(new AppError("bad_request", said)), patienceMs);
  });
  // Between two chunks nobody waits for it.
  over.catch(() => undefined);
  return { over, end: () => clearTimeout(timer) };
}

/**
 * Refuses writes from another site. Browsers send cookies across sites, and Next checks the origin only of actions,
 * not of route handlers. The host is the request's, because an installation may have several; the scheme is
 * PUBLIC_URL's, because a proxy terminates TLS.
 */
export function refuseForeignOrigin(request: Request, actor: Actor | null): void {
  // A visitor's browser sends the cookie of a link like a member's sends that of a sign-in.
  const hasCookie = !actor || actor.kind === "person" || actor.kind === "public";
  if (["GET", "HEAD"].includes(request.method) || !hasCookie) return;
  const { protocol } = new URL(env().publicUrl);
  if (request.headers.get("origin") !== `${protocol}//${request.headers.get("host")}`) {
    throw new AppError("forbidden", "This request did not come from this site.");
  }
}
