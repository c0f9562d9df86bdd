// A receiver of webhooks in a process of its own, which fails as its argument says. It prints its port, then a line for
// each delivery: what arrived, and what it did.
import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Shares of the deliveries, from 0 to 1, that are treated in these ways. The rest is acknowledged. */
export type Manners = {
  secret: string;
  seed: number;
  refuse?: number;
  hang?: number;
  closeEarly?: number;
  redirect?: number;
  huge?: number;
};
export type Arrival = {
  id: string;
  session: string;
  event: string;
  body: string;
  isSigned: boolean;
  did: "accepted" | "refused" | "hung" | "closed" | "redirected" | "accepted-huge";
};

const manners: Manners = JSON.parse(process.argv[2] ?? "{}");
let state = manners.seed;
/** Mulberry32: the same seed makes the same choices. */
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}

function choose(): Arrival["did"] {
  let left = random();
  const shares = [
    ["refused", manners.refuse],
    ["hung", manners.hang],
    ["closed", manners.closeEarly],
    ["redirected", manners.redirect],
    ["accepted-huge", manners.huge],
  ] as const;
  for (const [did, share = 0] of shares) {
    if (left < share) return did;
    left -= share;
  }
  return "accepted";
}

function isSigned(body: string, { headers }: IncomingMessage): boolean {
  const [, at = "", given = ""] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers["x-verifa-signature"])) ?? [];
  const expected = createHmac("sha256", manners.secret).update(`${at}.${body}`).digest("hex");
  return given === expected && Math.abs(Date.now() / 1000 - Number(at)) < 300;
}

function act(did: Arrival["did"], request: IncomingMessage, response: ServerResponse): void {
  if (did === "accepted") response.end("ok");
  else if (did === "refused") response.writeHead(500).end("no");
  else if (did === "closed") request.socket.destroy();
  else if (did === "redirected") response.writeHead(302, { Location: "http://169.254.169.254/" }).end();
  else if (did === "accepted-huge") response.end(Buffer.alloc(5_000_000, 97));
}

const server = createServer(async (request, response) => {
  let body = "";
  for await (const part of request) body += part;
  const { session_id: session, event } = JSON.parse(body);
  const did = choose();
  const arrival = {
    ...{ id: String(request.headers["x-verifa-delivery-id"]), session, event, body, did },
    isSigned: isSigned(body, request),
  };
  // Before the answer, so that nothing that was acknowledged is missing from the lines.
  process.stdout.write(`${JSON.stringify(arrival satisfies Arrival)}\n`);
  act(did, request, response);
});
server.on("clientError", (_, socket) => socket.destroy());
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
