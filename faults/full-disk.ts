import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { embeddedIn } from "@/faults/cluster";
import { setScene } from "@/faults/facts";
import { checkNotes, writeNotes } from "@/faults/notes";
import { atLeast, type Check, holds, none, type Scenario, within } from "@/faults/scenario";
import { install, isLogSound, startServer, unexpectedErrors, untilWell } from "@/faults/server";

const run = promisify(execFile);
const fullMs = 10_000;
const backMs = 30_000;

/** Fills the disk to the last byte. */
async function fill(file: string): Promise<void> {
  const handle = await fs.open(file, "w");
  try {
    // The pieces become smaller, so that not even a small file fits at the end.
    for (const bytes of [1 << 20, 1 << 12]) {
      const piece = Buffer.alloc(bytes);
      while (await handle.write(piece).then(({ bytesWritten }) => bytesWritten === bytes, isNoRoom));
    }
  } finally {
    await handle.close();
  }
}

function isNoRoom(error: NodeJS.ErrnoException): false {
  if (error.code === "ENOSPC") return false;
  throw error;
}

async function onSmallDisk(megabytes: number, work: (folder: string) => Promise<Check[]>): Promise<Check[]> {
  const disk = await fs.mkdtemp(path.join(os.tmpdir(), "countersign-disk-"));
  await run("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=0711`, "tmpfs", disk]);
  try {
    return await work(disk);
  } finally {
    await run("umount", ["--lazy", disk]);
    await fs.rmdir(disk);
  }
}

async function tryFull(disk: string, say: (what: string) => void): Promise<Check[]> {
  const installation = await install(undefined, disk);
  const facts = await setScene(installation, "--cases", "20");
  const server = await startServer(installation);
  const database = await embeddedIn(installation.dataDir);
  const load = writeNotes(() => server.url, facts);
  await sleep(2_000);
  const before = load.told.ids.length;
  say("filling the disk");
  const filler = path.join(disk, "filler");
  // The database may free space in between, which is filled too.
  for (const end = Date.now() + fullMs; Date.now() < end; await sleep(500))
    await fill(`${filler}-${end - Date.now()}`);
  const refused = load.told.away;
  say("making room");
  for (const name of await fs.readdir(disk))
    if (name.startsWith("filler")) await fs.rm(path.join(disk, name));
  const ms = await untilWell(server.url, server.isRunning);
  const while_ = load.told.ids.length;
  await sleep(3_000);
  await load.stop();
  const checks = [
    atLeast("notes acknowledged before", before, 1),
    atLeast("writes that were told to come again while it was full", refused, 1),
    within("until all was well again", ms, backMs),
    atLeast("notes acknowledged after", load.told.ids.length - while_, 1),
    ...(await checkNotes(load.told, await database.url("countersign"))),
    holds("the server still runs", server.isRunning()),
    none("errors that nobody handled", await unexpectedErrors(server.url)),
  ];
  await server.stop();
  return [...checks, holds("the log verifies", await isLogSound(installation))];
}

export const fullDisk: Scenario = {
  name: "full-disk",
  unit: "MB of disk",
  size: 260,
  minutes: 5,
  unable: () =>
    process.platform === "linux" && process.getuid?.() === 0 ? null : "only root can mount a small disk",
  run: (size, say) => onSmallDisk(size, (disk) => tryFull(disk, say)),
};
