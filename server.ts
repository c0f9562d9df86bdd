// Starts the one process: database, dashboard, API and background jobs. `npm run dev` adds --dev.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import path from "node:path";
import { env, publishEnv } from "@/lib/platform/env";
import { StartError } from "@/lib/platform/errors";

const isDev = process.argv.includes("--dev");
/** How long open requests may take after a stop was requested, and how long the whole stop may take. */
const requestPatienceMs = isDev ? 500 : 25_000;
const stopPatienceMs = 30_000;
let isServing = false;
/** Closes what was opened. The order is that of opening; `stop` reverses it. */
const closers: (() => Promise<unknown>)[] = [];

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function main(): Promise<void> {
  if (existsSync(".env")) process.loadEnvFile(".env");
  publishEnv({ NODE_ENV: isDev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" });
  const { HOST, PORT, WORKER, publicUrl } = env();
  if (!isDev && !existsSync(".next/BUILD_ID")) {
    throw new StartError("There is no build yet; run “npm run build” first, or “npm run dev”.");
  }
  // The server opens the port first, so a port that is in use is reported before anything else is opened.
  const [{ answerNotYet }, { drainable }, { seen }, { loadPages }] = await Promise.all([
    import("@/lib/http/front"),
    import("@/lib/http/drain"),
    import("@/lib/http/seen"),
    import("@/lib/http/operations"),
  ]);
  const pageOf = loadPages("app");
  let handle: Handler = (_, response) => answerNotYet(response);
  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) =>
    seen(request, response, pageOf, () => handle(request, response)),
  );
  const drain = drainable(server);
  await listen(server, HOST, PORT);
  stopServing = async () => {
    await leave();
    await drain(requestPatienceMs);
  };

  closers.push(await import("@/lib/telemetry/traces").then(({ startTracing }) => startTracing()));
  await openState();
  publishEnv({ NEXTAUTH_URL: publicUrl, STYLE_HASHES: isDev ? "" : styleHashes() });
  const pages = await openPages(server);
  const { prepareFirstAdmin } = await import("@/lib/auth/first-admin");
  const invitation = await prepareFirstAdmin();
  const { serveMetrics } = await import("@/lib/telemetry/endpoint");
  closers.push(await serveMetrics(WORKER === "on"));
  if (WORKER === "on") {
    const worker = await import("@/lib/worker").then(({ startWorker }) => startWorker());
    closers.push(() => worker.stop());
  }
  handle = pages;
  isServing = true;
  announce(invitation);
}

/** Prints one piece of text: a program that has read that the server is ready has also read the link. */
function announce(invitation: string | null): void {
  const { dataDir, publicUrl } = env();
  const ready = `\n  Countersign is ready.\n\n  Desk  ${publicUrl}\n  API   ${publicUrl}/api/v1\n  Data  ${dataDir}\n`;
  const link = invitation
    ? `\n  Create the first account with this link (it works once):\n  ${invitation}\n`
    : "";
  console.log(ready + link);
}

/** Prepares pages and API. */
async function openPages(server: Server): Promise<Handler> {
  const { HOST, PORT } = env();
  const [{ log }, { receive, answerAway, refuseUpgrade }, { isAway }, { default: next }] = await Promise.all([
    import("@/lib/platform/log"),
    import("@/lib/http/front"),
    import("@/lib/platform/health"),
    import("next"),
  ]);
  // Next.js writes errors whole, with the values that a database quotes; instrumentation.ts tells the log of them.
  const app = next({ dev: isDev, hostname: HOST, port: PORT, quiet: !isDev });
  await keepingListeners(() => app.prepare());
  closers.push(() => app.close());
  const draw = app.getRequestHandler();
  // In development Next.js also serves the API, because it reloads changed files.
  const api = isDev
    ? undefined
    : await import("@/lib/http/api-server").then(({ loadApi }) => loadApi("app/api"));
  if (!isDev) server.on("upgrade", refuseUpgrade);
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const isPage = !request.url?.startsWith("/_next/");
    if (isPage && (await isAway())) answerAway(response);
    else await draw(request, response);
  };
  return (request, response) => {
    if (receive(request, response) || api?.(request, response)) return;
    answer(request, response).catch((error) => {
      log.error({ err: error }, "unanswered request");
      response.destroy();
    });
  };
}

const unhandled = ["unhandledRejection", "uncaughtException"] as const;

/** Next.js's filter in front of our own listener leaves out rejections of pages that it gave up itself. */
const isFilter = ({ name }: { name: string }) => name === "filteringUnhandledRejectionHandler";

/** Runs work, and takes back its listeners for unhandled errors: `meet` handles them, and writes what may be written. */
async function keepingListeners(work: () => Promise<void>): Promise<void> {
  const before = new Map(unhandled.map((kind) => [kind, process.listeners(kind as "uncaughtException")]));
  await work();
  for (const [kind, ours] of before)
    for (const listener of process.listeners(kind as "uncaughtException"))
      if (!ours.includes(listener) && !isFilter(listener)) process.off(kind, listener);
}

/** Returns the hashes of the build's style sheets, as the content policy names them. */
function styleHashes(): string {
  const folder = ".next/static";
  const sheets = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".css"),
  );
  const hashes = sheets.map((file) =>
    createHash("sha256")
      .update(readFileSync(path.join(folder, file)))
      .digest("base64"),
  );
  return hashes.map((hash) => `'sha256-${hash}'`).join(" ");
}

/** Opens the databases and this process's connections to them. */
async function openState(): Promise<void> {
  const { openDatabases } = await import("@/lib/platform/databases");
  const databases = await openDatabases({ runsJobs: env().WORKER === "on" });
  closers.push(databases.close);
  await import("@/lib/platform/connections").then(({ saySpending }) =>
    saySpending(databases.connections, databases.replicas),
  );
  const { openReplicas, closeReplicas } = await import("@/lib/platform/replicas");
  await openReplicas(databases.replicas);
  closers.push(closeReplicas);
  const { closeDb } = await import("@/lib/platform/db");
  const { checkKeys, closeKeys } = await import("@/lib/platform/keys");
  const { closeRateLimits } = await import("@/lib/platform/rate-limit");
  const { tellCases } = await import("@/lib/records/live");
  const { flushKeyUsage } = await import("@/lib/auth/key-usage");
  closers.push(closeDb, closeKeys, closeRateLimits, tellCases, flushKeyUsage);
  await checkKeys();
  const [{ inBackground }, { catchUp }, { watchPromotions }] = await Promise.all([
    import("@/lib/platform/db"),
    import("@/lib/retention/replay"),
    import("@/lib/platform/promotion"),
  ]);
  const promotions = await watchPromotions(catchUp);
  closers.push(promotions.stop);
  // This comes before any answer: a restored database may contain people who have been erased.
  await inBackground(catchUp);
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => reject(listenError(cause, host, port)));
    server.listen(port, host, resolve);
  });
}

function listenError(cause: NodeJS.ErrnoException, host: string, port: number): Error {
  if (cause.code === "EADDRINUSE")
    return new StartError(`Port ${port} is taken; choose another one with PORT=${port + 1}.`, { cause });
  return new StartError(
    `The server cannot listen on HOST=${host} PORT=${port} (${cause.code}); set others.`,
    { cause },
  );
}

/** A server that does not answer yet, or in development, stops at once. */
const leaveMs = () => (isServing && !isDev ? env().STOP_DELAY_SECONDS * 1000 : 0);

/** Goes on answering until a proxy has seen that this server stops, so that it leads nobody to a closed port. */
async function leave(): Promise<void> {
  if (leaveMs() === 0) return;
  const { announceLeave } = await import("@/lib/platform/stopping");
  announceLeave();
  await new Promise((resolve) => setTimeout(resolve, leaveMs()));
}

/** Stops answering requests; `main` sets it when the server listens. */
let stopServing = async () => {};

let stoppingSince = 0;

async function stop(code: number): Promise<void> {
  // Under npm, one Ctrl-C arrives twice: from the terminal and from npm.
  if (stoppingSince && Date.now() - stoppingSince > 1000) process.exit(1);
  if (stoppingSince) return;
  stoppingSince = Date.now();
  setTimeout(() => process.exit(1), stopPatienceMs + leaveMs());
  await stopServing().catch((error) => console.error(String(error)));
  for (const close of closers.reverse()) await close().catch((error) => console.error(String(error)));
  process.exit(code);
}

async function fail(error: unknown): Promise<void> {
  try {
    const { sentenceOf } = await import("@/lib/platform/unavailable");
    const sentence = sentenceOf(error);
    if (sentence) console.error(sentence);
    else await import("@/lib/platform/log").then(({ log }) => log.fatal({ err: error }, "stopped"));
  } catch {
    // An error while reporting an error must not end up here again.
    console.error(String(error));
  }
  await stop(1);
}

/** Handles an error that nothing caught: it ends a start; after the start it is only logged and counted. */
async function meet(error: unknown, kind: string): Promise<void> {
  if (!isServing) return fail(error);
  const { noteUnexpected } = await import("@/lib/platform/unexpected");
  noteUnexpected(error, kind);
}

// Output that a closed terminal or a full disk refuses is lost, but the server continues.
for (const output of [process.stdout, process.stderr]) output.on("error", () => undefined);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop(0));
for (const kind of unhandled) process.on(kind, (error) => void meet(error, kind));
main().catch(fail);
