// Imports sessions from export bundles and from files of vendors: npm run import -- FILE… [--dry-run]
// [--environment live|sandbox] [--organization ID]
import fs from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Environment } from "@/lib/actor/actor";
import { jobActor } from "@/lib/actor/job";
import { type BundleFault, type BundleReading, checkBundle, readJson } from "@/lib/contract/bundle-reader";
import { importBundle } from "@/lib/imports/import";
import type { ImportOutcome } from "@/lib/imports/verdict";
import { openDatabases } from "@/lib/platform/databases";
import { closeDb } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { checkKeys, closeKeys } from "@/lib/platform/keys";
import { VendorError } from "@/lib/vendors/error";
import { runCommand } from "@/scripts/command";
import { listFiles, readImage } from "@/scripts/import-files";
import { isBundleLike, readVendorFile, type VendorFile, vendorFileOf } from "@/scripts/import-vendor";

const usage = `usage: npm run import -- FILE… [options]
  FILE                        an export bundle, a vendor's session as JSON, a folder of them, or - for standard input
  --dry-run                   say what would happen and change nothing
  --environment live|sandbox  refuse bundles of the other environment; where sessions of vendors go
  --source NAME               the source that the sessions name (default: import)
  --organization ID           the organization, if there is more than one`;

type Options = { dryRun: boolean; environment?: Environment; source: string; organization?: string };
type Entry = { name: string; bytes: Uint8Array; folder: string | null };
/** Files that were taken as parts of a vendor's session, and what is said of files that are no sessions themselves. */
type Parts = { used: Set<string>; refused: Map<string, () => Promise<void>> };
type Tally = Record<Outcome, number>;
type Outcome = "created" | "updated" | "unchanged" | "conflict" | "failed" | "left out";

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
  const found = await Promise.all(positionals.map(listFiles));
  const databases = await openDatabases();
  await checkKeys();
  const tally = await importAll(
    found.flatMap(({ files }) => files),
    {
      dryRun: values["dry-run"],
      environment,
      source: values.source,
      organization: values.organization,
    },
  );
  for (const file of found.flatMap(({ leftOut }) => leftOut)) {
    tally["left out"]++;
    say(file, "left out: in a folder, only files whose names end in .json are read");
  }
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

async function importAll(files: string[], options: Options): Promise<Tally> {
  const tally: Tally = { created: 0, updated: 0, unchanged: 0, conflict: 0, failed: 0, "left out": 0 };
  const parts: Parts = { used: new Set(), refused: new Map() };
  for (const [at, file] of files.entries()) {
    showProgress(at, files.length, file);
    try {
      await importEntry(await readEntry(file), options, tally, parts);
    } catch (error) {
      tally.failed++;
      say(file, `failed: ${reasonOf(error)}`);
    }
  }
  showProgress(files.length, files.length, "");
  for (const [file, tell] of parts.refused) if (!parts.used.has(file)) await tell();
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
    throw new AppError(
      "payload_too_large",
      `the file is larger than ${maxBytes / 1024 / 1024} MiB; split it`,
    );
  return { name: file, bytes: await fs.readFile(file), folder: path.dirname(path.resolve(file)) };
}

/** Returns the message of a refusal or a system error; any other error is marked as unexpected. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const isExpected = error instanceof AppError || error instanceof VendorError || code !== undefined;
  return isExpected ? message : `unexpected: ${message}`;
}

/** A file is one bundle or an array of them. Each goes in by itself: one that fails leaves the others in. */
async function importEntry(entry: Entry, options: Options, tally: Tally, parts: Parts): Promise<void> {
  const read = readJson(entry.bytes);
  if ("faults" in read) return importOne(entry, read, options, tally);
  for (const key of read.doubled) say(entry.name, `${key} occurs twice: the last one counts`);
  if (!Array.isArray(read.value)) {
    if (isBundleLike(read.value)) return importOne(entry, checkBundle(read.value), options, tally);
    return importForeign(entry, read.value, options, tally, parts);
  }
  for (const [at, item] of read.value.entries())
    await importOne({ ...entry, name: `${entry.name}[${at}]` }, checkBundle(item), options, tally);
}

/** A vendor's session, a part of one, or something else: only a session that has been read tells which parts are its. */
async function importForeign(
  entry: Entry,
  value: unknown,
  options: Options,
  tally: Tally,
  parts: Parts,
): Promise<void> {
  const file = entry.folder
    ? path.join(await fs.realpath(entry.folder), path.basename(entry.name))
    : entry.name;
  try {
    const found = vendorFileOf(value, new TextDecoder().decode(entry.bytes));
    if (found) return await importVendor({ ...entry, file }, found, options, tally, parts);
    const reading = checkBundle(value);
    parts.refused.set(file, () => importOne(entry, reading, options, tally));
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    parts.refused.set(file, async () => {
      tally.failed++;
      say(entry.name, `failed: ${error.message}`);
    });
  }
}

async function importVendor(
  entry: Entry & { file: string },
  found: VendorFile,
  options: Options,
  tally: Tally,
  parts: Parts,
): Promise<void> {
  const { environment } = options;
  if (!environment)
    throw new AppError(
      "bad_request",
      `a session of ${found.adapter.title} does not say where it belongs: add --environment live or --environment sandbox`,
    );
  const text = new TextDecoder().decode(entry.bytes);
  const { used, remarks, reading, readImage } = await readVendorFile(found, { ...entry, text }, environment);
  for (const file of used) parts.used.add(file);
  for (const remark of remarks) say(`${found.id} of ${found.adapter.title}`, remark);
  await importOne({ ...entry, readImage }, reading, options, tally);
}

async function importOne(
  entry: Entry & { readImage?: (url: string) => Promise<Uint8Array | null> },
  reading: BundleReading,
  options: Options,
  tally: Tally,
): Promise<void> {
  if (!reading.bundle) {
    tally.failed++;
    const who = reading.id ? `${reading.id} in ${entry.name}` : entry.name;
    return say(who, ["failed:", ...reading.faults.map(sayFault)].join("\n    "));
  }
  const { session } = reading.bundle;
  try {
    const environment = options.environment ?? (session.is_sandbox ? "sandbox" : "live");
    const actor = await jobActor("cli:import", environment, ["sessions:import"], options.organization);
    const answer = await importBundle(actor, reading.bundle, {
      source: options.source,
      dryRun: options.dryRun,
      readImage: entry.readImage ?? ((url) => readImage(entry.folder, url)),
    });
    tally[answer.outcome]++;
    const lines = [
      sayOutcome(answer),
      ...reading.aside.map((fault) => `set aside and stored unchanged: ${sayFault(fault)}`),
    ];
    say(`${session.id} (${environment})`, lines.join("\n    "));
  } catch (error) {
    const outcome = error instanceof AppError && error.code === "conflict" ? "conflict" : "failed";
    tally[outcome]++;
    say(`${session.id} in ${entry.name}`, `${outcome}: ${reasonOf(error)}`);
  }
}

function sayOutcome(answer: ImportOutcome): string {
  if (answer.outcome === "conflict") return `conflict: ${answer.reason}`;
  const { images, missingImages } = answer;
  const came = images > 0 ? [`${images} ${images === 1 ? "image" : "images"}`] : [];
  const lacking =
    missingImages.length > 0
      ? [`${missingImages.length} missing: the bundle's folder has no file for ${missingImages.join(", ")}`]
      : [];
  return [answer.outcome, ...came, ...lacking].join(", ");
}

function sayFault({ path: where, expected, found }: BundleFault): string {
  return `${where}: expected ${expected}, found ${found}`;
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
