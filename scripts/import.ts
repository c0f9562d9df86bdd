// Brings in sessions from export bundles: npm run import -- FILE… [--dry-run] [--environment live|sandbox] [--organization ID]
import fs from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Environment } from "@/lib/auth/actor";
import { jobActor } from "@/lib/auth/job";
import { openDatabases } from "@/lib/platform/databases";
import { closeDb } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { checkKeys, closeKeys } from "@/lib/platform/keys";
import { type BundleFault, checkBundle, readBundle } from "@/lib/sessions/bundle-reader";
import { importBundle } from "@/lib/sessions/import";
import { runCommand } from "@/scripts/command";

const usage = `usage: npm run import -- FILE… [options]
  FILE                        an export bundle, a folder of them, or - for standard input
  --dry-run                   say what would happen and change nothing
  --environment live|sandbox  refuse bundles of the other environment
  --source NAME               what the sessions are marked with (import)
  --organization ID           when there is more than one`;

type Options = { dryRun: boolean; environment?: Environment; source: string; organization?: string };
type Entry = { name: string; bytes: Uint8Array; folder: string | null };
type Tally = Record<"created" | "updated" | "unchanged" | "conflict" | "failed", number>;

const maxBytes = 64 * 1024 * 1024;

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      "dry-run": { type: "boolean", default: false },
      environment: { type: "string" },
      source: { type: "string", default: "import" },
      organization: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const { environment } = values;
  if (
    values.help ||
    positionals.length === 0 ||
    (environment !== undefined && environment !== "live" && environment !== "sandbox")
  ) {
    console.error(usage);
    return values.help ? 0 : 2;
  }
  const files = (await Promise.all(positionals.map(listFiles))).flat();
  const databases = await openDatabases();
  await checkKeys();
  const tally = await importAll(files, {
    dryRun: values["dry-run"],
    environment,
    source: values.source,
    organization: values.organization,
  });
  console.log(
    `\n${
      Object.entries(tally)
        .filter(([, count]) => count > 0)
        .map(([word, count]) => `${count} ${word}`)
        .join(", ") || "nothing to import"
    }${values["dry-run"] ? " (dry run: nothing was changed)" : ""}`,
  );
  await Promise.all([closeDb(), closeKeys()]);
  await databases.close();
  return tally.failed + tally.conflict > 0 ? 1 : 0;
});

async function listFiles(given: string): Promise<string[]> {
  if (given === "-") return ["-"];
  const found = await fs.stat(given).catch(() => null);
  if (!found?.isDirectory()) return [given];
  const names = await fs.readdir(given, { recursive: true });
  return names
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => path.join(given, name));
}

async function importAll(files: string[], options: Options): Promise<Tally> {
  const tally: Tally = { created: 0, updated: 0, unchanged: 0, conflict: 0, failed: 0 };
  for (const [at, file] of files.entries()) {
    showProgress(at, files.length, file);
    try {
      await importEntry(await readEntry(file), options, tally);
    } catch (error) {
      const expected = error instanceof AppError || (error as NodeJS.ErrnoException).code !== undefined;
      tally.failed++;
      say(file, `failed: ${expected ? (error as Error).message : `unexpected: ${(error as Error).message}`}`);
    }
  }
  showProgress(files.length, files.length, "");
  return tally;
}

async function readEntry(file: string): Promise<Entry> {
  if (file === "-") {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    return { name: "(standard input)", bytes: Buffer.concat(chunks), folder: null };
  }
  const { size } = await fs.stat(file);
  if (size > maxBytes)
    throw new AppError("payload_too_large", `the file is larger than ${maxBytes / 1024 / 1024} MiB`);
  return { name: file, bytes: await fs.readFile(file), folder: path.dirname(path.resolve(file)) };
}

/** A file is one bundle or an array of them. */
async function importEntry(entry: Entry, options: Options, tally: Tally): Promise<void> {
  const reading = readBundle(entry.bytes);
  if (reading.bundle) return importOne(entry, reading, options, tally);
  const list = readList(entry.bytes);
  if (!list) return importOne(entry, reading, options, tally);
  for (const [at, item] of list.entries())
    await importOne({ ...entry, name: `${entry.name}[${at}]` }, checkBundle(item), options, tally);
}

function readList(bytes: Uint8Array): unknown[] | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

async function importOne(
  entry: Entry,
  { bundle, faults }: ReturnType<typeof checkBundle>,
  options: Options,
  tally: Tally,
): Promise<void> {
  if (!bundle) {
    tally.failed++;
    say(entry.name, ["failed:", ...(faults ?? []).map(sayFault)].join("\n    "));
    return;
  }
  try {
    const environment = options.environment ?? (bundle.session.is_sandbox ? "sandbox" : "live");
    const actor = await jobActor("cli:import", environment, ["sessions:import"], options.organization);
    const answer = await importBundle(actor, bundle, {
      source: options.source,
      dryRun: options.dryRun,
      readImage: (url) => readImage(entry.folder, url),
    });
    tally[answer.outcome]++;
    const detail =
      answer.outcome === "conflict"
        ? `conflict: ${answer.reason}`
        : `${answer.outcome}${answer.images ? `, ${answer.images} images` : ""}`;
    say(`${bundle.session.id} (${environment})`, detail);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    tally[error.code === "conflict" ? "conflict" : "failed"]++;
    say(
      `${bundle.session.id} in ${entry.name}`,
      `${error.code === "conflict" ? "conflict" : "failed"}: ${error.message}`,
    );
  }
}

function sayFault({ path: where, expected, found }: BundleFault): string {
  return `${where}: expected ${expected}, found ${found}`;
}

/** Images come from the bundle's own folder and from nowhere else: not from the network, not from above. */
async function readImage(folder: string | null, url: string): Promise<Uint8Array | null> {
  if (!folder || /^[a-z][a-z0-9+.-]*:/i.test(url)) return null;
  const root = await fs.realpath(folder);
  const file = await fs.realpath(path.resolve(root, url)).catch(() => null);
  return file?.startsWith(root + path.sep) ? fs.readFile(file) : null;
}

function say(what: string, text: string): void {
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  console.log(`${what}: ${text}`);
}

function showProgress(done: number, total: number, current: string): void {
  if (!process.stderr.isTTY || total === 0) return;
  const width = 30;
  const filled = Math.round((done / total) * width);
  process.stderr.write(
    `\r\u001b[K[${"█".repeat(filled)}${"░".repeat(width - filled)}] ${done}/${total} ${path.basename(current)}`,
  );
  if (done === total) process.stderr.write("\n");
}
