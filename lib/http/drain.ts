import type { Server, ServerResponse } from "node:http";
import { Server as NetServer, type Socket } from "node:net";
import { setImmediate as nextRound, setTimeout as sleep } from "node:timers/promises";
import { announceStop, stopping } from "@/lib/platform/stopping";

/**
 * Idle connections stay open this long after a stop begins, for one more request and the answer that the connection
 * closes.
 */
const lingerMs = 1_000;
const lookMs = 25;
/**
 * An event loop round this short has read everything that had arrived. A process without such a round is not waited
 * for.
 */
const roundMs = 5;
const mostRounds = 20;

/** Answers that are not sent completely yet. */
const answers = new Set<ServerResponse>();

/**
 * Tracks an answer until it is sent. While the process stops, the answer also tells the client that the connection
 * closes.
 */
export function follow(response: ServerResponse): void {
  answers.add(response);
  response.once("close", () => answers.delete(response));
  if (stopping().aborted) response.shouldKeepAlive = false;
}

/**
 * Tracks a server's connections from its start, so that it can stop without cutting off an answer. Stopping accepts
 * no new connections, ends event streams, makes every answer the last on its connection, and closes idle connections
 * after a moment in which a request may still be on its way.
 * @returns a function that stops the server; it cuts off what still runs after `patienceMs`
 */
export function drainable(server: Server): (patienceMs: number) => Promise<void> {
  const connections = new Set<Socket>();
  server.on("connection", (socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  return async (patienceMs) => {
    await afterReading();
    // http.Server's own close would cut idle connections at once, and requests that are on their way.
    NetServer.prototype.close.call(server);
    announceStop();
    for (const answer of answers) answer.shouldKeepAlive = false;
    const start = Date.now();
    while (connections.size > 0 && Date.now() - start < patienceMs) {
      await afterReading();
      if (Date.now() - start > lingerMs) closeIdle(server, connections);
      await sleep(lookMs);
    }
    server.closeAllConnections();
  };
}

/**
 * Waits until the process has read everything that has arrived, so that it does not close a connection with an unread
 * request or one that waits to be accepted. A long round may let more arrive, so rounds repeat.
 */
async function afterReading(): Promise<void> {
  for (let [round, since] = [0, 0]; round < mostRounds && performance.now() - since > roundMs; round++) {
    since = performance.now();
    await nextRound();
  }
}

/**
 * Closes idle connections, including those that browsers and proxies open before a request: Node does not count them
 * as idle until they time out.
 */
function closeIdle(server: Server, connections: Iterable<Socket>): void {
  server.closeIdleConnections();
  for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
}
