import type { Server, ServerResponse } from "node:http";
import { Server as NetServer, type Socket } from "node:net";
import { setImmediate as nextRound, setTimeout as sleep } from "node:timers/promises";
import { announceStop, stopping } from "@/lib/platform/stopping";

/** Open connections on which nobody asks are given so long to ask once more, and to hear that they are closed. */
const lingerMs = 1_000;
const lookMs = 25;
/** A round of the event loop that is no longer than that has read what there was; a process that has none such is not waited for. */
const roundMs = 5;
const mostRounds = 20;

/** Answers that are being made. */
const answers = new Set<ServerResponse>();

/** Keeps an answer in mind until it has been sent; while the process stops, it says that the connection ends with it. */
export function follow(response: ServerResponse): void {
  answers.add(response);
  response.once("close", () => answers.delete(response));
  if (stopping().aborted) response.shouldKeepAlive = false;
}

/**
 * Watches over a server's connections from its start, so that it can end without cutting anything: no new connections,
 * event streams ended, every answer the last on its connection, idle connections closed after a moment in which a
 * request may still be on its way.
 * @returns how to end it; what still runs after `patienceMs` is cut
 */
export function drainable(server: Server): (patienceMs: number) => Promise<void> {
  const connections = new Set<Socket>();
  server.on("connection", (socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  return async (patienceMs) => {
    await afterReading();
    // The server's own close would cut idle connections at once, with what is on its way to us.
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
 * Until the process has taken in what had arrived: a busy one closes nothing on which a request is waiting to be read,
 * and no connection that is waiting to be accepted. Where that took long, more may have arrived meanwhile.
 */
async function afterReading(): Promise<void> {
  for (let [round, since] = [0, 0]; round < mostRounds && performance.now() - since > roundMs; round++) {
    since = performance.now();
    await nextRound();
  }
}

/** Also those that browsers and proxies open ahead of a request: Node does not call them idle until they time out. */
function closeIdle(server: Server, connections: Iterable<Socket>): void {
  server.closeIdleConnections();
  for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
}
