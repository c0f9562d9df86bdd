import http, { type IncomingMessage } from "node:http";

export type Answer = { status: number; retryAfter: string | undefined; body: string };
/** The outcome of a call: an answer, no server that accepts it, or a connection that broke. */
export type Outcome = { kind: "answer"; answer: Answer } | { kind: "refused" } | { kind: "cut"; why: string };

/** Connections stay open between calls, as in every proxy. */
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
/** Longer than any deadline of the product: a call that takes this long hangs. */
const patienceMs = 60_000;

type Init = { method?: string; headers?: Record<string, string>; body?: string; own?: boolean };

/** Calls the server. @returns the answer, before its body is read */
export function open(url: string, { method = "GET", headers, body, own = false }: Init = {}) {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const asked = http.request(url, { method, headers, agent: own ? false : agent }, resolve);
    asked.setTimeout(patienceMs, () => asked.destroy(new Error("no answer")));
    asked.on("error", reject);
    asked.end(body);
  });
}

/** Reads an answer to its end. @returns its bytes, and whether it broke off */
export async function take(answer: IncomingMessage): Promise<{ body: Buffer; isCut: boolean }> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of answer) pieces.push(piece);
    return { body: Buffer.concat(pieces), isCut: !answer.complete };
  } catch {
    return { body: Buffer.concat(pieces), isCut: true };
  }
}

export async function call(url: string, init: Init = {}): Promise<Outcome> {
  try {
    const answer = await open(url, init);
    const { body, isCut } = await take(answer);
    if (isCut) return { kind: "cut", why: "in the body" };
    const { statusCode: status = 0, headers } = answer;
    return {
      kind: "answer",
      answer: { status, retryAfter: headers["retry-after"], body: body.toString("utf8") },
    };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === "ECONNREFUSED" ? { kind: "refused" } : { kind: "cut", why: code ?? message };
  }
}
