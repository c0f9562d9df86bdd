import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { ask, openCluster } from "@/faults/cluster";
import { killProgram, startProgram } from "@/faults/program";
import { atLeast, type Check, holds, none, type Scenario } from "@/faults/scenario";
import { install, isLogSound, runScript } from "@/faults/server";
import { startVerifa } from "@/test/vendors/verifa-server";

/** What goes wrong at the vendor, as shares of its answers. */
const troubles = {
  ...{ slow: 0.05, throttled: 0.001, broken: 0.01, reset: 0.01, truncated: 0.01 },
  ...{ expired: 0.01, html: 0.002, doublePage: 0.1 },
};

/** How long a process works before it is killed, at most. */
const workingMs = 5_000;

type Outcome = { checks: Check[]; peakKb: number };

/** The most memory that a process has had at once, in kB. */
const peakOf = (pid: number | undefined) =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);

/** Brings a vendor's sessions in while its answers fail, and the process that brings them is killed so many times. */
async function bring(size: number, kills: number, say: (what: string) => void): Promise<Outcome> {
  const cluster = await openCluster((await install()).folder);
  const url = cluster.url("countersign");
  const installation = await install(url);
  Object.assign(installation.env, { SOURCE_ALLOW_HTTP: "on", SOURCE_ALLOWED_NETWORKS: "127.0.0.0/8" });
  const vendor = await startVerifa({ sessions: size, seed: 12, troubles: { ...troubles } });
  const organization = (
    await runScript(installation, "faults/source-scene.ts", "--url", vendor.url, "--key", vendor.key)
  ).trim();
  const countOf = async (statement: string) => (await ask<{ count: number }>(url, statement))[0]?.count ?? 0;
  const here = () => countOf("SELECT count(*)::int FROM sessions WHERE source = 'hosted'");
  for (let done = 1; done <= kills; done++) {
    const worker = await startProgram(installation, "running", "scripts/worker.ts");
    await sleep(1_000 + Math.random() * workingMs);
    await killProgram(worker);
    say(`${done} of ${kills} workers killed, ${await here()} of ${size} sessions here`);
  }
  const worker = await startProgram(installation, "running", "scripts/worker.ts");
  const changed = vendor.ids.filter((_, at) => at % 10 === 0);
  let isChanged = false;
  for (;;) {
    await sleep(2_000);
    const count = await here();
    // In the middle of the listing and of the fetching.
    if (!isChanged && count > size / 2) {
      for (const id of changed) vendor.change(id);
      isChanged = true;
    }
    // What a member does with “Fetch those set aside”.
    await ask(url, "UPDATE source_items SET next_try_at = now() WHERE state = 'set_aside'");
    const left = await countOf("SELECT count(*)::int FROM source_items WHERE state <> 'taken'");
    const revised = await countOf(
      "SELECT count(*)::int FROM sessions WHERE updated_at > created_at AND source = 'hosted'",
    );
    if (count >= size && left === 0 && revised >= changed.length) break;
    say(`${count} of ${size} sessions here, ${left} to go, ${revised} of ${changed.length} changes`);
  }
  const peakKb = peakOf(worker.pid);
  const over = once(worker, "exit");
  worker.kill("SIGTERM");
  await over;
  const documents = await countOf("SELECT count(*)::int FROM documents WHERE blob_key IS NOT NULL");
  const records = await countOf("SELECT count(*)::int FROM source_records");
  const runs = await countOf("SELECT count(*)::int FROM source_runs WHERE ended_at IS NULL");
  const found = await here();
  const told = await runScript(installation, "faults/source-images.ts", "--organization", organization);
  const { compared, wrong } = JSON.parse(told) as { compared: number; wrong: number };
  const isSound = await isLogSound(installation);
  await vendor.stop();
  await cluster.stop();
  const same = (what: string, value: number, wanted: number): Check => ({
    ...{ what, found: String(value), wanted: String(wanted), isOk: value === wanted },
  });
  const checks = [
    same("sessions here", found, size),
    same("images here", documents, 3 * size),
    same("records kept", records, size),
    atLeast("images compared", compared, 3 * size),
    none("images that differ", wrong),
    none("runs that did not end", runs),
    holds("the log verifies", isSound),
  ];
  return {
    checks: checks.map((check) => ({ ...check, what: `${check.what} (${size}, ${kills} kills)` })),
    peakKb,
  };
}

async function run(size: number, say: (what: string) => void): Promise<Check[]> {
  const few = Math.max(20, Math.round(size / 10));
  const small = await bring(few, 0, say);
  const large = await bring(size, 0, say);
  const killed = await bring(few, 10, say);
  const ratio = large.peakKb / small.peakKb;
  const memory = {
    what: `peak of memory at ${size} sessions against ${few}`,
    found: ratio.toFixed(2),
    wanted: "≤ 1.2",
    isOk: ratio <= 1.2,
  };
  return [...small.checks, ...large.checks, ...killed.checks, memory];
}

export const sources: Scenario = {
  name: "sources",
  unit: "sessions of a vendor",
  size: 20_000,
  minutes: 90,
  run,
};
