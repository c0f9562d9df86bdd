// Verifies the audit log: npm run audit:verify [-- --organization ID] [--checkpoint FILE] [--file LOG.jsonl [--key PUBLIC KEY]]
import fs from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Fault } from "@/lib/audit/blame";
import { type Checkpoints, readCheckpoints } from "@/lib/audit/checkpoint";
import { allLogs, type Log } from "@/lib/audit/seal";
import { type LogReport, verifyLog } from "@/lib/audit/verify";
import { verifyFile } from "@/lib/audit/verify-file";
import { openDatabases } from "@/lib/platform/databases";
import { fingerprint } from "@/lib/platform/ed25519";
import { StartError } from "@/lib/platform/errors";
import { checkKeys, closeKeys } from "@/lib/platform/keys";
import { withConnection } from "@/lib/platform/row-stream";
import { runCommand } from "@/scripts/command";

const usage = `usage: npm run audit:verify -- [options]
  --organization ID   only the logs of one organization
  --checkpoint FILE   checkpoints that were kept outside, one a line: finds an end that was cut off
  --file LOG.jsonl    an exported log instead of the database's
  --key PUBLIC KEY    with --file: the key it must be signed by`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      organization: { type: "string" },
      checkpoint: { type: "string" },
      file: { type: "string" },
      key: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const checkpoints = values.checkpoint ? readCheckpoints(await readText(values.checkpoint)) : undefined;
  if (values.file) {
    await fs.access(values.file).catch(() => cannotRead(values.file ?? ""));
    return tell([await verifyFile(values.file, { checkpoints, publicKey: values.key })]);
  }
  return verifyDatabase(values.organization, checkpoints);
});

function readText(file: string): Promise<string> {
  return fs.readFile(file, "utf8").catch(() => cannotRead(file));
}

function cannotRead(file: string): never {
  throw new StartError(`${file} cannot be read.`);
}

async function verifyDatabase(organization?: string, checkpoints?: Checkpoints): Promise<number> {
  const databases = await openDatabases();
  try {
    await checkKeys();
    const logs = await withConnection((client) => allLogs(client, organization));
    if (organization && logs.length === 0) throw new StartError(`There is no organization ${organization}.`);
    const reports: LogReport[] = [];
    for (const log of logs) reports.push(await verifyLog(log, { checkpoints }));
    return Math.max(tell(reports), organization ? 0 : tellMissing(logs, checkpoints));
  } finally {
    await closeKeys();
    await databases.close();
  }
}

/** Logs that a checkpoint names and the database no longer knows. */
function tellMissing(logs: readonly Log[], checkpoints?: Checkpoints): number {
  const known = new Set(logs.map(({ organizationId, environment }) => `${organizationId} ${environment}`));
  const missing = (checkpoints?.logs ?? []).filter(
    ({ organization, environment }) => !known.has(`${organization} ${environment}`),
  );
  for (const { organization, environment } of missing)
    console.error(
      `${organization} ${environment}: NOT AS SEALED: a checkpoint names it, and the log is gone`,
    );
  return missing.length > 0 ? 1 : 0;
}

function tell(reports: readonly LogReport[]): number {
  for (const report of reports) {
    const name = `${report.organization} ${report.environment}`;
    if (report.fault) console.error(`${name}: NOT AS SEALED: ${say(report.fault)}`);
    else console.log(`${name}: as sealed. ${summary(report)}`);
  }
  return reports.some(({ fault }) => fault) ? 1 : 0;
}

function say({ seal, event, sequence, problem }: Fault): string {
  const place = [
    ...(seal === undefined ? [] : [`seal ${seal}`]),
    ...(event === undefined ? [] : [`event ${event} (number ${sequence})`]),
  ];
  return [place.join(", "), problem].filter(Boolean).join(": ");
}

function summary({ seals, events, sealedAt, unsealed, prunedThrough, publicKey }: LogReport): string {
  const parts = [
    seals === 0 ? "Nothing is sealed yet." : `${events} events in ${seals} seals, the last of ${sealedAt}.`,
    prunedThrough > 0 ? `Events up to seal ${prunedThrough} were removed by retention, seals intact.` : "",
    unsealed > 0 ? `${unsealed} newer events are not yet sealed.` : "",
    `Key ${fingerprint(publicKey)}.`,
  ];
  return parts.filter(Boolean).join(" ");
}
