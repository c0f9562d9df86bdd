import { append, prepareLog } from "@/bench/audit";
import { atMost, type Figure, median } from "@/bench/figure";
import type { Actor } from "@/lib/actor/actor";
import { listEvents } from "@/lib/audit/read";
import { auditListQuery } from "@/lib/audit/schema";
import { pruneLogs } from "@/lib/audit-chain/pruning";
import { sealEvents } from "@/lib/audit-chain/seal";
import { indexWords } from "@/lib/audit-chain/words";
import { withClient } from "@/lib/platform/connect";
import { publishEnv } from "@/lib/platform/env";

const [few, many, piece] = [20_000, 400_000, 10_000];
const dayMs = 86_400_000;

/** Milliseconds of appending one piece; the median of five. */
async function appendMs(actor: Actor): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    await append(actor, piece);
    times.push(performance.now() - start);
  }
  return median(times);
}

/** The last two ask for a word of every third event, and of one. */
const questions = [{}, { action: "case.claimed" }, { actor: "bench" }, { q: "claimed" }, { q: "nowhere" }];

/** Milliseconds of the first page of each question to the log; the median of forty. */
async function listMs(actor: Actor): Promise<number[]> {
  const medians: number[] = [];
  for (const question of questions) {
    const times: number[] = [];
    for (let round = 0; round < 40; round++) {
      const start = performance.now();
      await listEvents(actor, auditListQuery.parse(question));
      times.push(performance.now() - start);
    }
    medians.push(median(times));
  }
  return medians;
}

/** Where one table of events stops being enough (docs/decisions/0124): the same log with twenty times the events. */
export async function logSize(url: (database: string) => string): Promise<Figure[]> {
  const actor = await prepareLog(url);
  const finish = async () => {
    await sealEvents();
    await indexWords();
  };
  const fill = async (events: number) => {
    for (let done = 0; done < events; done += 100_000) {
      await append(actor, Math.min(100_000, events - done));
      await finish();
    }
    await withClient(url("bench_audit"), (client) => client.query("VACUUM ANALYZE audit_events"));
  };
  await fill(few);
  const appended = await appendMs(actor);
  await finish();
  const listed = await listMs(actor);
  await fill(many - few);
  const appendedThen = await appendMs(actor);
  await finish();
  const listedThen = await listMs(actor);
  publishEnv({ AUDIT_RETENTION_DAYS: "365" });
  const start = performance.now();
  const removed = await pruneLogs(new Date(Date.now() + 400 * dayMs));
  const pruned = (performance.now() - start) / removed;
  publishEnv({ AUDIT_RETENTION_DAYS: "" });
  if (removed < many) throw new Error(`Only ${removed} events were removed.`);
  const growths = listedThen.map((ms, at) => atMost("audit-list-growth", ms, listed[at] ?? Number.NaN, 1.3));
  for (const [at, { ratio }] of growths.entries())
    console.log(`  the log, ${JSON.stringify(questions[at])}: ${ratio.toFixed(2)}`);
  const worst = growths.toSorted((left, right) => right.ratio - left.ratio)[0];
  return [
    atMost("audit-append-growth", appendedThen, appended, 1.3),
    ...(worst ? [worst] : []),
    atMost("audit-prune-vs-append", pruned, appendedThen / piece, 0.5),
  ];
}
