// Runs every test, also from a fresh clone: npm test. The last line counts passed and failed tests.
// npm test -- --fast leaves out files named *.slow.*, the build and the browser.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { parseArgs, stripVTControlCharacters } from "node:util";
import { bootstrap, root, runProgram } from "./bootstrap.mjs";

const { values } = parseArgs({ options: { fast: { type: "boolean", default: false } } });
const reports = path.join(root, "test-results/reports");
let passed = 0;
let failed = 0;
const failures = [];
const failedTests = [];
/** Colours of a terminal, and all but the beginning of a long message. */
const shorten = (message = "") => stripVTControlCharacters(message).slice(0, 2000);

function count(name, good, bad, code = bad) {
  // A runner can fail without a failed test: for a broken configuration, or an error between tests.
  const faults = bad === 0 && code !== 0 ? 1 : bad;
  passed += good;
  failed += faults;
  if (faults > 0) failures.push(`${name}: ${faults}`);
}

function readReport(name) {
  const file = path.join(reports, name);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

/** What failed is named at the end too, where one looks who has only the last lines of a long run. */
function finish() {
  for (const name of failedTests) console.log(`\n✗ ${name}`);
  if (failures.length > 0) console.log(`\nFailed: ${failures.join(", ")}.`);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

async function runVitest() {
  const file = path.join(reports, "vitest.json");
  const errors = path.join(root, "scripts/test-errors.mjs");
  const reporters = ["default", "json", errors].map((name) => `--reporter=${name}`);
  const env = { NODE_ENV: "test", TEST_FAST: values.fast ? "1" : "" };
  const code = await runProgram("vitest", ["run", ...reporters, `--outputFile.json=${file}`], env);
  const report = readReport("vitest.json");
  // Vitest's report has only what belongs to a test. Any other error makes the run fail as well.
  for (const text of readReport("errors.json") ?? []) failedTests.push(`outside a test: ${shorten(text)}`);
  for (const { name, assertionResults } of report?.testResults ?? []) {
    const file = path.relative(root, name);
    for (const { status, fullName, failureMessages } of assertionResults)
      if (status === "failed")
        failedTests.push(`${file} › ${fullName}\n${shorten(failureMessages.join("\n"))}`);
  }
  const unloaded = report?.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  count(
    "unit and database tests",
    report?.numPassedTests ?? 0,
    (report?.numFailedTests ?? 0) + (unloaded?.length ?? 0),
    code,
  );
}

async function runPlaywright() {
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(reports, "playwright.json") };
  const code = await runProgram("playwright", ["test", "--reporter=list,json"], env);
  const stats = readReport("playwright.json")?.stats;
  count("end-to-end tests", stats?.expected ?? 0, (stats?.unexpected ?? 0) + (stats?.flaky ?? 0), code);
}

async function testInBrowser() {
  const { build } = await import("./build.mjs");
  const { ensureBrowser } = await import("./browser.mjs");
  const isBuilt = await build();
  count("build", isBuilt ? 1 : 0, isBuilt ? 0 : 1);
  if (!(await ensureBrowser())) count("browser", 0, 1);
  await runPlaywright();
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

if (!(await bootstrap())) {
  count("installation", 0, 1);
  finish();
}
// These steps need packages, so they are loaded after the installation. Vitest runs the guards with the other tests.
const { check } = await import("./check.mjs");

for (const { name, isOk } of await check({ left: ["guards"] })) count(name, isOk ? 1 : 0, isOk ? 0 : 1);
await runVitest();
if (!values.fast) await testInBrowser();
finish();
