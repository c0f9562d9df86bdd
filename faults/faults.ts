// Harms installations of its own and reports the outcome: npm run faults [-- NAME[=SIZE] …]
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { failover } from "@/faults/failover";
import { fullDisk } from "@/faults/full-disk";
import { kills } from "@/faults/kills";
import { move } from "@/faults/move";
import { outage } from "@/faults/outage";
import { pooler } from "@/faults/pooler";
import { replicas } from "@/faults/replicas";
import { restarts, rolling } from "@/faults/restarts";
import { type Check, none, type Scenario } from "@/faults/scenario";
import { cleanUp, endedByThemselves, killAll } from "@/faults/server";
import { sources } from "@/faults/sources";
import { streams } from "@/faults/streams";
import { webhooks } from "@/faults/webhooks";

const scenarios: readonly Scenario[] = [
  streams,
  kills,
  outage,
  fullDisk,
  restarts,
  rolling,
  move,
  pooler,
  replicas,
  webhooks,
  sources,
  failover,
];

type Wanted = { scenario: Scenario; size: number };

/** Returns the scenarios that the arguments name, or every scenario at full size. */
function wantedOf(words: readonly string[]): Wanted[] {
  if (words.length === 0) return scenarios.map((scenario) => ({ scenario, size: scenario.size }));
  return words.map((word) => {
    const [name, size] = word.split("=");
    const scenario = scenarios.find((each) => each.name === name);
    const asked = size === undefined ? scenario?.size : Number(size);
    if (!scenario || !asked || !Number.isInteger(asked) || asked < 1) return explain(word);
    return { scenario, size: asked };
  });
}

function explain(word: string): never {
  const lines = scenarios.map(({ name, size, unit }) => `  ${name}=${size}`.padEnd(20) + unit);
  console.error(
    `“${word}” is no scenario with a size.\nusage: npm run faults -- [NAME[=SIZE] …]\n${lines.join("\n")}`,
  );
  process.exit(2);
}

/** Runs one scenario; one that throws or does not end in time has failed. */
async function tried({ scenario, size }: Wanted): Promise<Check[]> {
  const start = performance.now();
  const say = (what: string) =>
    process.stderr.write(`  ${scenario.name} ${Math.round((performance.now() - start) / 1000)} s: ${what}\n`);
  const before = endedByThemselves();
  const late = sleep(scenario.minutes * 60_000, undefined, { ref: false }).then(() => {
    throw new Error(`It did not end within ${scenario.minutes} minutes.`);
  });
  const checks = await Promise.race([scenario.run(size, say), late]).catch((error: unknown): Check[] => {
    console.error(error);
    return [{ what: "ran to its end", found: String(error).slice(0, 120), wanted: "yes", isOk: false }];
  });
  checks.push(none("servers that ended by themselves", endedByThemselves() - before));
  const isGood = checks.every(({ isOk }) => isOk);
  await cleanUp(isGood ? undefined : path.join("test-results/faults", `${scenario.name}.log`));
  return checks;
}

function print(name: string, checks: readonly Check[]): void {
  const rows = checks.map(({ what, found, wanted, isOk }) => [
    what,
    found,
    wanted,
    isOk ? "passed" : "FAILED",
  ]);
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  console.log(`\n${name}`);
  for (const row of rows)
    console.log(`  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ")}`.trimEnd());
}

process.on("exit", killAll);
for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => process.exit(130));

const all: Check[] = [];
for (const wanted of wantedOf(process.argv.slice(2))) {
  const { scenario, size } = wanted;
  const title = `${scenario.name}: ${size} ${scenario.unit}`;
  const reason = scenario.unable?.();
  if (reason) {
    console.log(`\n${title}\n  not tried here: ${reason}`);
    continue;
  }
  const checks = await tried(wanted);
  print(title, checks);
  all.push(...checks);
}
const failed = all.filter(({ isOk }) => !isOk).length;
console.log(`\n${all.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 && all.length > 0 ? 0 : 1);
