import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { answerBytes, closeExchanges, post } from "@/lib/platform/exchange";

const allowed = { http: true, networks: ["127.0.0.0/8", "::1/128"] };
const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  closeExchanges();
  for (const stop of running.splice(0)) await stop();
});

async function receiver(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  running.push(
    () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

const send = (url: string, limitMs = 2_000, signal?: AbortSignal) =>
  post({ url, headers: { "Content-Type": "application/json" }, body: '{"é":1}', allowed, limitMs, signal });

const textOf = async (request: IncomingMessage) => {
  let text = "";
  for await (const part of request) text += part;
  return text;
};

it("brings the body, and returns status, text and time", async () => {
  const url = await receiver(async (request, response) => {
    response.writeHead(202).end(`got ${await textOf(request)}`);
  });
  expect(await send(url)).toMatchObject({ status: 202, failure: null, text: 'got {"é":1}', bytes: 12 });
});

it("follows no redirect", async () => {
  let calls = 0;
  const url = await receiver((_, response) => {
    calls++;
    response.writeHead(307, { Location: "/elsewhere" }).end();
  });
  expect(await send(url)).toMatchObject({ status: 307, failure: null });
  expect(calls).toBe(1);
});

it("cuts a huge answer", async () => {
  const url = await receiver((_, response) => {
    response.writeHead(200);
    const more = () => {
      while (response.write(Buffer.alloc(65_536, 97)));
    };
    response.on("drain", more);
    more();
  });
  const answer = await send(url);
  expect(answer).toMatchObject({ status: 200, failure: null });
  expect(answer.text).toHaveLength(answerBytes);
  expect(answer.bytes).toBeLessThan(1_000_000);
});

it.each<[string, RequestListener]>([
  ["before the answer", () => undefined],
  ["in the middle of the answer", (_, response) => response.writeHead(200).write("begun")],
])("gives up on a receiver that hangs %s", async (_, listener) => {
  expect(await send(await receiver(listener), 300)).toMatchObject({ status: null, failure: "timed_out" });
});

it("gives up on a receiver that trickles, because the limit is for the whole exchange", async () => {
  const url = await receiver((_, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write("."), 20);
    response.on("close", () => clearInterval(timer));
  });
  const answer = await send(url, 300);
  expect(answer).toMatchObject({ status: null, failure: "timed_out" });
  expect(answer.durationMs).toBeLessThan(1_500);
});

it.each<[string, RequestListener]>([
  ["before the answer", (request) => request.socket.destroy()],
  [
    "in the middle of the answer",
    (request, response) => {
      response.writeHead(200, { "Content-Length": "10" }).write("four");
      setTimeout(() => request.socket.destroy(), 20);
    },
  ],
  ["with what is not HTTP", (request) => request.socket.end("nonsense\r\n\r\n")],
])("a receiver that closes early %s has not answered", async (_, listener) => {
  expect(await send(await receiver(listener))).toMatchObject({ status: null, failure: "closed_early" });
});

it("tries a new connection when the kept one has been closed", async () => {
  let closeNext = false;
  const url = await receiver((request, response) => {
    if (closeNext) {
      closeNext = false;
      request.socket.destroy();
      return;
    }
    response.end("fine");
  });
  expect(await send(url)).toMatchObject({ text: "fine" });
  closeNext = true;
  expect(await send(url)).toMatchObject({ text: "fine" });
});

it("is interrupted when the process stops", async () => {
  const stopping = new AbortController();
  const sent = send(await receiver(() => undefined), 5_000, stopping.signal);
  setTimeout(() => stopping.abort(), 50);
  expect(await sent).toMatchObject({ status: null, failure: "interrupted" });
});

it("says that nobody listens, that a name leads inside, and that an address is not allowed", async () => {
  const url = await receiver(() => undefined);
  await running.pop()?.();
  expect(await send(url)).toMatchObject({ failure: "connection_failed" });
  expect(await send("http://169.254.169.254/")).toMatchObject({ failure: "address_not_allowed" });
  const strict = { http: true, networks: [] };
  const inside = await post({
    url: "http://localhost.localdomain/",
    headers: {},
    body: "",
    allowed: strict,
    limitMs: 500,
  });
  expect(inside).toMatchObject({ failure: "address_not_allowed" });
});
