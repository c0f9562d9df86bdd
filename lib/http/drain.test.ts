import { once } from "node:events";
import { Agent, createServer, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

type Stopping = typeof import("@/lib/platform/stopping");
let drain: (patienceMs: number) => Promise<void>;
let stopping: Stopping["stopping"];
let server: Server;
let port: number;
let agent: Agent;

beforeEach(async () => {
  // A process stops once; every test is one.
  vi.resetModules();
  const { follow, drainable } = await import("@/lib/http/drain");
  ({ stopping } = await import("@/lib/platform/stopping"));
  server = createServer({ keepAliveTimeout: 65_000 }, async (request, response) => {
    follow(response);
    const ms = Number(new URL(request.url ?? "/", "http://x").searchParams.get("ms"));
    if (request.url?.startsWith("/stream")) {
      response.write("ready");
      stopping().addEventListener("abort", () => response.end());
      return;
    }
    await sleep(ms);
    response.end("done");
  });
  drain = drainable(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = typeof address === "object" && address ? address.port : 0;
  agent = new Agent({ keepAlive: true });
});
afterEach(() => {
  agent.destroy();
  server.closeAllConnections();
  delete (globalThis as { countersignStopping?: unknown }).countersignStopping;
});

function ask(path: string): Promise<{ answer: IncomingMessage; text: Promise<string> }> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: "127.0.0.1", port, path, agent }, (answer) => {
      const text = answer
        .setEncoding("utf8")
        .toArray()
        .then((pieces) => pieces.join(""));
      text.catch(() => undefined);
      resolve({ answer, text });
    });
    asked.on("error", reject);
    asked.end();
  });
}

const timed = async (work: Promise<unknown>) => {
  const start = performance.now();
  await work;
  return performance.now() - start;
};

describe("a server that is asked to stop", () => {
  it("stops at once without connections", async () => {
    expect(await timed(drain(10_000))).toBeLessThan(900);
  });

  it("closes idle connections long before its time limit", async () => {
    await (await ask("/?ms=0")).text;
    expect(await timed(drain(10_000))).toBeLessThan(5_000);
  });

  it("closes connections without a request yet long before its time limit", async () => {
    const accepted = once(server, "connection");
    const opened = connect(port, "127.0.0.1");
    await accepted;
    expect(await timed(drain(10_000))).toBeLessThan(5_000);
    opened.destroy();
  });

  it("cuts off no answer under way, and closes its connection afterwards", async () => {
    const arrived = once(server, "request");
    const slow = ask("/?ms=1500");
    await arrived;
    const drained = drain(10_000);
    const { answer, text } = await slow;
    expect([answer.headers.connection, await text]).toEqual(["close", "done"]);
    expect(await timed(drained)).toBeLessThan(5_000);
  });

  it("answers one more request on an open connection, and announces that the connection closes", async () => {
    await (await ask("/?ms=0")).text;
    const drained = drain(10_000);
    while (!stopping().aborted) await sleep(1);
    const { answer, text } = await ask("/?ms=0");
    expect([answer.headers.connection, await text]).toEqual(["close", "done"]);
    await expect(ask("/?ms=0")).rejects.toThrow("ECONNREFUSED");
    await drained;
  });

  it("cuts off no request that arrived while the process was busy", async () => {
    const socket = connect(port, "127.0.0.1");
    const send = () => socket.write("GET /?ms=0 HTTP/1.1\r\nHost: x\r\n\r\n");
    send();
    await once(socket, "data");
    const busyUntil = Date.now() + 1_500;
    const drained = drain(10_000);
    await sleep(300);
    // Timers come next, and reading after them. When they do, idle connections may be closed.
    await new Promise((resolve) => setImmediate(resolve));
    send();
    while (Date.now() < busyUntil);
    const [answer] = await once(socket, "data");
    expect(String(answer)).toMatch(/^HTTP\/1\.1 200 OK\r\n(.+\r\n)*Connection: close\r\n/);
    await drained;
    socket.destroy();
  });

  it("ends endless streams", async () => {
    const { text } = await ask("/stream");
    expect(await timed(drain(10_000))).toBeLessThan(5_000);
    expect(await text).toBe("ready");
  });

  it("cuts off what is unfinished when its time limit ends", async () => {
    const arrived = once(server, "request");
    const slow = ask("/?ms=60000").catch((error: Error) => error);
    await arrived;
    expect(await timed(drain(500))).toBeLessThan(5_000);
    expect(await slow).toBeInstanceOf(Error);
  });
});
