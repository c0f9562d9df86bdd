// Lists sources, or brings one up to date: npm run source -- list | sync NAME
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Actor, Environment } from "@/lib/actor/actor";
import { jobActor } from "@/lib/actor/job";
import { drive } from "@/lib/intake/engine";
import { openDatabases } from "@/lib/platform/databases";
import { closeDb, db, inBackground } from "@/lib/platform/db";
import { StartError } from "@/lib/platform/errors";
import { checkKeys, closeKeys } from "@/lib/platform/keys";
import { scopeOf } from "@/lib/platform/scope";
import { getSource, listRuns, listSources } from "@/lib/sources/read";
import type { RunDto, SourceDto, SourceParams } from "@/lib/sources/schema";
import { syncSource } from "@/lib/sources/sync";
import { runCommand } from "@/scripts/command";

const usage = `usage: npm run source -- list | sync NAME [options]
  list                        list the sources with what waits and what was set aside
  sync NAME                   read the vendor's list to its end, fetch what is due, and end
  --environment live|sandbox  the environment (default: live)
  --organization ID           the organization, if there is more than one`;

const sayRun = ({ seen, created, updated, unchanged, keptHere, setAside, leftOut, images }: RunDto) =>
  `${seen} listed, ${created} new, ${updated} changed, ${unchanged} unchanged, ${keptHere} changed here, ${setAside} set aside, ${leftOut} left out, ${images} images`;

const saySource = ({ name, vendor, state, waiting, setAside, stoppedBecause, lastError }: SourceDto) =>
  [
    `${name}: ${vendor}, ${state}, ${waiting} waiting, ${setAside} set aside`,
    stoppedBecause ?? lastError ?? [],
  ]
    .flat()
    .join("\n  ");

/** The newest run that brought sessions in. */
const newestRun = async (actor: Actor, params: SourceParams) =>
  (await listRuns(actor, { ...params, limit: 20, offset: 0 })).data.find(({ kind }) => kind === "sync");

async function sync(actor: Actor, name: string): Promise<number> {
  const source = (await listSources(actor)).data.find((each) => each.name === name);
  if (!source) throw new StartError(`There is no source ${name} in ${actor.scope.environment}.`);
  const params = { sourceId: source.id };
  const before = await newestRun(actor, params);
  await syncSource(actor, params);
  const row = await db.source.findUniqueOrThrow({ where: { id: source.id } });
  const lane = { ...scopeOf(row), pk: row.pk, organizationId: actor.scope.organizationId };
  const { signal } = new AbortController();
  let said: string | null = null;
  for (;;) {
    await inBackground(() => drive(lane, signal), "intake");
    const now = await getSource(actor, params);
    if (now.state === "stopped" || now.state === "paused") {
      console.error(saySource(now));
      return 1;
    }
    const newest = await newestRun(actor, params);
    // One that had ended before is of an earlier call.
    const run = newest?.id === before?.id && before?.endedAt ? undefined : newest;
    if (process.stderr.isTTY && run) process.stderr.write(`\r\u001b[K${sayRun(run)}, ${now.waiting} to go`);
    // A vendor that is busy or away is waited for.
    if (now.lastError && now.lastError !== said) console.error(saySource(now));
    said = now.lastError;
    if ((now.state === "running" || now.state === "on_notice") && now.waiting === 0) {
      console.log(run ? sayRun(run) : "nothing new");
      return now.setAside > 0 ? 1 : 0;
    }
    await sleep(1000);
  }
}

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      environment: { type: "string", default: "live" },
      organization: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const [what, name, ...more] = positionals;
  const { environment } = values;
  const isKnown = (what === "list" && !name) || (what === "sync" && name && more.length === 0);
  if (values.help || !isKnown || (environment !== "live" && environment !== "sandbox")) {
    console.error(usage);
    return values.help ? 0 : 2;
  }
  const databases = await openDatabases();
  await checkKeys();
  try {
    const permissions = ["sources:read", "sources:manage"] as const;
    const actor = await jobActor("cli:source", environment as Environment, permissions, values.organization);
    if (what === "sync") return await sync(actor, name ?? "");
    const { data } = await listSources(actor);
    console.log(data.map(saySource).join("\n") || `There is no source in ${environment}.`);
    return 0;
  } finally {
    await Promise.all([closeDb(), closeKeys()]);
    await databases.close();
  }
});
