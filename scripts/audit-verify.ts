// Verifies the audit log: npm run audit:verify [-- --organization ID] [--checkpoint FILE] [--accept] [--file LOG.jsonl [--key PUBLIC KEY]]
import fs from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Fault } from "@/lib/audit-chain/blame";
import { type Checkpoints, readCheckpoints } from "@/lib/audit-chain/checkpoint";
import { allLogs, type Log } from "@/lib/audit-chain/seal";
import type { LogReport } from "@/lib/audit-chain/verify";
import { verifyFile } from "@/lib/audit-chain/verify-file";
import { type AcceptedEnd, acceptEnd, missingLogs, verifyWhole } from "@/lib/audit-chain/whole";
import { openDatabases } from "@/lib/platform/databases";
import { closeDb } from "@/lib/platform/db";
import { fingerprint } from "@/lib/platform/ed25519";
import { StartError } from "@/lib/platform/errors";
import { checkKeys, closeKeys } from "@/lib/platform/keys";
import { withConnection } from "@/lib/platform/row-stream";
import { runCommand } from "@/scripts/command";

const usage = `usage: npm run audit:verify -- [options]
  --organization ID   only the logs of one organization
  --checkpoint FILE   checkpoints that were stored elsewhere, one per line: shows whether the end of a log was cut off
  --accept            continues logs whose main database was restored from a backup; each log records it
  --file LOG.jsonl    an exported log instead of the logs in the database
  --key PUBLIC KEY    with --file: the key that must have signed the log`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      organization: { type: "string" },
      checkpoint: { type: "string" },
      accept: { type: "boolean", default: false },
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
  return verifyDatabase(values, checkpoints);
});

function readText(file: string): Promise<string> {
  return fs.readFile(file, "utf8").catch(() => cannotRead(file));
}

function cannotRead(file: string): never {
  throw new StartError(`${file} cannot be read; check its path and its permissions.`);
}

async function verifyDatabase(
  { organization, accept }: { organization?: string; accept: boolean },
  checkpoints?: Checkpoints,
): Promise<number> {
  // Databases that do not belong together are a finding: the command reports it and continues.
  const databases = await openDatabases({ onStranger: (problem) => console.error(problem) });
  try {
    await checkKeys();
    const logs = await withConnection((client) => allLogs(client, organization));
    if (organization && logs.length === 0)
      throw new StartError(`There is no organization ${organization}; check the id.`);
    if (accept) for (const log of logs) tellAccepted(log, await acceptEnd(log));
    const reports: LogReport[] = [];
    for (const log of logs) reports.push(await verifyWhole(log, { checkpoints }));
    return Math.max(tell(reports), organization ? 0 : await tellMissing(logs, checkpoints));
  } finally {
    await Promise.all([closeDb(), closeKeys()]);
    await databases.close();
  }
}

function tellAccepted({ organizationId, environment }: Log, accepted: AcceptedEnd | null): void {
  if (accepted)
    console.log(
      `${organizationId} ${environment}: the log continues after seal ${accepted.seal}; the keys database knew seal ${accepted.known}.`,
    );
}

/** Reports logs that the keys database or a checkpoint knows and the main database no longer contains. */
async function tellMissing(logs: readonly Log[], checkpoints?: Checkpoints): Promise<number> {
  const known = new Set(logs.map(({ organizationId, environment }) => `${organizationId} ${environment}`));
  const missing = new Map<string, string>();
  for (const { organization, environment } of await missingLogs())
    missing.set(`${organization} ${environment}`, "the keys database knows this log");
  for (const { organization, environment } of checkpoints?.logs ?? [])
    if (!known.has(`${organization} ${environment}`))
      missing.set(`${organization} ${environment}`, "a checkpoint names this log");
  for (const [name, witness] of missing)
    console.error(`${name}: NOT AS SEALED: ${witness}, and the main database does not contain it`);
  return missing.size > 0 ? 1 : 0;
}

function tell(reports: readonly LogReport[]): number {
  for (const report of reports) {
    const name = `${report.organization} ${report.environment}`;
    if (report.fault) console.error(`${name}: NOT AS SEALED: ${say(report.fault)}`);
    else if (report.delay) console.error(`${name}: SEALING IS DELAYED: ${report.delay}`);
    else console.log(`${name}: as sealed. ${summary(report)}`);
  }
  return reports.some(({ fault, delay }) => fault || delay) ? 1 : 0;
}

function say({ seal, event, sequence, problem }: Fault): string {
  const place = [
    ...(seal === undefined ? [] : [`seal ${seal}`]),
    ...(event === undefined ? [] : [`event ${event} (number ${sequence})`]),
    ...(event === undefined && sequence !== undefined ? [`event number ${sequence}`] : []),
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
