import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { ask, openCluster } from "@/faults/cluster";
import { killProgram, startProgram } from "@/faults/program";
import { atLeast, type Check, holds, none, type Scenario } from "@/faults/scenario";
import { type Installation, install, isLogSound, runScript } from "@/faults/server";
import { startVendor, type Vendor } from "@/test/vendors/verifa-process";

/** What goes wrong at the vendor, as shares of its answers. */
const troubles = {
  ...{ slow: 0.05, throttled: 0.001, broken: 0.01, reset: 0.01, truncated: 0.01 },
  ...{ expired: 0.01, html: 0.002, doublePage: 0.1 },
};

/** How long a process works before it is killed, at most. */
const workingMs = 5_000;

type Outcome = { checks: Check[]; peakKb: number; perSecond: number };

/** The most memory that a process has had at once, in kB. */
const peakOf = (pid: number | undefined) =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);

type Scene = { url: string; installation: Installation; organization: string; vendor: Vendor };

const countIn = async ({ url }: Scene, statement: string) =>
  (await ask<{ count: number }>(url, statement))[0]?.count ?? 0;
const here = (scene: Scene) => countIn(scene, "SELECT count(*)::int FROM sessions WHERE source = 'hosted'");

/** Waits until every session is here as the vendor has it, while every tenth changes once more. */
async function untilAllAreHere(scene: Scene, size: number, say: (what: string) => void): Promise<void> {
  const { url, vendor } = scene;
  let { state } = vendor;
  let isChanged = false;
  for (;;) {
    await sleep(2_000);
    const count = await here(scene);
    if (!isChanged && count > size / 2) {
      ({ state } = await vendor.change(state.map(([id]) => id).filter((_, at) => at % 10 === 5)));
      isChanged = true;
    }
    // What a member does with “Fetch those set aside”.
    await ask(url, "UPDATE source_items SET next_try_at = now() WHERE state = 'set_aside'");
    const left = await countIn(scene, "SELECT count(*)::int FROM source_items WHERE state <> 'taken'");
    const open = await countIn(scene, "SELECT count(*)::int FROM source_runs WHERE ended_at IS NULL");
    say(`${count} of ${size} sessions here, ${left} to go, ${open} run in progress`);
    if (count >= size && left === 0 && open === 0 && (await behind(scene)) === 0) return;
  }
}

/** How many sessions are not here, or not as the vendor has them now. */
async function behind({ url, vendor }: Scene): Promise<number> {
  const { state } = await vendor.change([]);
  const rows = await ask<{ id: string; at: Date }>(
    url,
    "SELECT id, imported_updated_at AS at FROM sessions WHERE source = 'hosted'",
  );
  const held = new Map(rows.map(({ id, at }) => [id, at.toISOString()]));
  return state.filter(([id, at]) => held.get(id) !== at).length;
}

/** Brings a vendor's sessions in while its answers fail, and the process that brings them is killed so many times. */
async function bring(size: number, kills: number, say: (what: string) => void): Promise<Outcome> {
  const cluster = await openCluster((await install()).folder);
  const url = cluster.url("countersign");
  const installation = await install(url);
  Object.assign(installation.env, { SOURCE_ALLOW_HTTP: "on", SOURCE_ALLOWED_NETWORKS: "127.0.0.0/8" });
  const late = Math.ceil(size / 100);
  const vendor = await startVendor({
    ...{ sessions: size - late, seed: 12, troubles: { ...troubles }, beginningInMidListing: late },
  });
  const { url: at, key } = vendor;
  const told = await runScript(installation, "faults/source-scene.ts", "--url", at, "--key", key);
  const scene = { url, installation, organization: told.trim(), vendor };
  for (let done = 1; done <= kills; done++) {
    const worker = await startProgram(installation, "running", "scripts/worker.ts");
    await sleep(1_000 + Math.random() * workingMs);
    await killProgram(worker);
    say(`${done} of ${kills} workers killed, ${await here(scene)} of ${size} sessions here`);
  }
  const start = performance.now();
  const worker = await startProgram(installation, "running", "scripts/worker.ts");
  await untilAllAreHere(scene, size, say);
  const perSecond = (size * 1000) / (performance.now() - start);
  const peakKb = peakOf(worker.pid);
  const over = once(worker, "exit");
  worker.kill("SIGTERM");
  await over;
  const checks = await checksOf(scene, size);
  await vendor.stop();
  await cluster.stop();
  const named = checks.map((check) => ({ ...check, what: `${check.what} (${size}, ${kills} kills)` }));
  return { checks: named, peakKb, perSecond };
}

async function checksOf(scene: Scene, size: number): Promise<Check[]> {
  const { installation, organization, vendor } = scene;
  const count = (statement: string) => countIn(scene, `SELECT count(*)::int FROM ${statement}`);
  const images = await runScript(installation, "faults/source-images.ts", "--organization", organization);
  const { compared, wrong } = JSON.parse(images) as { compared: number; wrong: number };
  const { counts } = await vendor.change([]);
  const created = "type = 'session.imported' AND metadata->>'outcome' = 'created'";
  const same = (what: string, value: number, wanted: number): Check => ({
    ...{ what, found: String(value), wanted: String(wanted), isOk: value === wanted },
  });
  return [
    same("sessions here", await here(scene), size),
    none("sessions that are not as the vendor has them", await behind(scene)),
    same("sessions created", await count(`audit_events WHERE ${created}`), size),
    same("images here", await count("documents WHERE blob_key IS NOT NULL"), 3 * size),
    same("records kept", await count("source_records"), size),
    same("images compared", compared, 3 * size),
    none("images that differ", wrong),
    atLeast("sessions that changed at the vendor", counts.changed, Math.floor(size / 6)),
    atLeast("answers of the vendor that failed", counts.failed, Math.floor(size / 100)),
    none("runs that did not end", await count("source_runs WHERE ended_at IS NULL")),
    holds("the log verifies", await isLogSound(installation)),
  ];
}

async function run(size: number, say: (what: string) => void): Promise<Check[]> {
  const few = Math.max(20, Math.round(size / 10));
  const small = await bring(few, 0, say);
  const large = await bring(size, 0, say);
  const killed = await bring(few, 10, say);
  say(`${few}: ${small.peakKb} kB, ${small.perSecond.toFixed(1)} a second`);
  say(`${size}: ${large.peakKb} kB, ${large.perSecond.toFixed(1)} a second`);
  const ratio = large.peakKb / small.peakKb;
  const memory = {
    what: `peak of memory at ${size} sessions against ${few}`,
    found: ratio.toFixed(2),
    wanted: "≤ 1.2",
    isOk: ratio <= 1.2,
  };
  // With fewer sessions the process is still growing to its usual size.
  const isWarm = few >= 2_000;
  return [...small.checks, ...large.checks, ...killed.checks, ...(isWarm ? [memory] : [])];
}

export const sources: Scenario = {
  name: "sources",
  unit: "sessions of a vendor",
  size: 20_000,
  minutes: 90,
  run,
};
