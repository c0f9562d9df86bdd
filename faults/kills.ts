import { setTimeout as sleep } from "node:timers/promises";
import { embeddedIn } from "@/faults/cluster";
import { setScene } from "@/faults/facts";
import { checkNotes, writeNotes } from "@/faults/notes";
import { atLeast, type Check, holds, type Scenario, within } from "@/faults/scenario";
import { install, isLogSound, type Server, startServer, untilWell } from "@/faults/server";

/** The most milliseconds of writing before each kill. */
const writingMs = 2_500;
/** The most time for a restart with recovery of the database, on two slow shared cores. */
const backMs = 60_000;

const kinds = ["server", "database", "both"] as const;

async function run(size: number, say: (what: string) => void): Promise<Check[]> {
  const installation = await install();
  const facts = await setScene(installation, "--cases", "50");
  let server: Server = await startServer(installation);
  const database = await embeddedIn(installation.dataDir);
  const port = Number(new URL(server.url).port);
  const load = writeNotes(() => server.url, facts);
  let [done, slowestMs] = [0, 0];
  for (let round = 0; round < size; round++) {
    await sleep(500 + Math.random() * writingMs);
    const kind = kinds[round % kinds.length];
    const start = performance.now();
    if (kind === "database") await database.killFirst();
    else if (kind === "server") await server.kill();
    // All processes are killed at once, as when the machine fails.
    else await Promise.all([server.kill(), database.kill()]);
    if (kind === "database") await untilWell(server.url, server.isRunning);
    else server = await startServer(installation, port);
    slowestMs = Math.max(slowestMs, performance.now() - start);
    done++;
    say(`${done} of ${size}: ${kind}, ${load.told.ids.length} notes so far`);
  }
  await load.stop();
  const checks = await checkNotes(load.told, await database.url("countersign"));
  await server.stop();
  return [
    atLeast("kills", done, size),
    within("longest time until all was well again", slowestMs, backMs),
    atLeast("notes acknowledged meanwhile", load.told.ids.length, size),
    ...checks,
    holds("the log verifies", await isLogSound(installation)),
  ];
}

export const kills: Scenario = { name: "kills", unit: "kill -9", size: 20, minutes: 15, run };
