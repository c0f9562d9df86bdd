import type { Server, ServerResponse } from "node:http";
import { Server as NetServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { announceStop, stopping } from "@/lib/platform/stopping";

/** Open connections on which nobody asks are given so long to ask once more, and to hear that they are closed. */
const lingerMs = 1_000;
const lookMs = 25;

/** Answers that are being made. */
const answers = new Set<ServerResponse>();

/** Keeps an answer in mind until it has been sent; while the process stops, it says that the connection ends with it. */
export function follow(response: ServerResponse): void {
  answers.add(response);
  response.once("close", () => answers.delete(response));
  if (stopping().aborted) response.shouldKeepAlive = false;
}

/**
 * Lets a server end without cutting anything: no new connections, event streams ended, every answer the last on its
 * connection, idle connections closed after a moment in which a request may still be on its way.
 * @param patienceMs what still runs then is cut
 */
export async function drain(server: Server, patienceMs: number): Promise<void> {
  // The server's own close would cut idle connections at once, with what is on its way to us.
  NetServer.prototype.close.call(server);
  announceStop();
  for (const answer of answers) answer.shouldKeepAlive = false;
  const count = promisify(server.getConnections.bind(server));
  for (const start = Date.now(); (await count()) > 0 && Date.now() - start < patienceMs; await sleep(lookMs))
    if (Date.now() - start > lingerMs) server.closeIdleConnections();
  server.closeAllConnections();
}
