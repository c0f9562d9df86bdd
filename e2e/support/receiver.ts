import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export type Arrival = { event: string; body: string; headers: IncomingMessage["headers"] };

/** A receiver of webhooks on this machine, which answers as it is told. */
export async function startReceiver() {
  const arrivals: Arrival[] = [];
  const told = { status: 200 };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    arrivals.push({ event: JSON.parse(body).event, body, headers: request.headers });
    response.writeHead(told.status).end("received, thank you");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return { url, arrivals, told, stop: () => server.close() };
}

/** Whether the contract's signature of a delivery is right (HMAC-SHA-256 over the time and the body). */
export function isSigned({ body, headers }: Arrival, secret: string): boolean {
  const [, at, given] = /^t=(\d+),v1=(.+)$/.exec(String(headers["x-verifa-signature"])) ?? [];
  return createHmac("sha256", secret).update(`${at}.${body}`).digest("hex") === given;
}
