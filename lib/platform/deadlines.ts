/**
 * How long the database may take, in milliseconds. Nothing waits for it without end: whoever asked is told to come
 * again. The server is told to give up shortly before we do, so that nothing goes on behind our back.
 */
export const connectMs = 5_000;
const requestMs = 15_000;
const jobMs = 600_000;

/** Sessions are in UTC whatever the server is in: the adapter writes and reads instants without their offset. */
const settings = (statementMs: number, lockMs: number) =>
  [
    "timezone=UTC",
    `statement_timeout=${statementMs - 1_000}`,
    `lock_timeout=${lockMs}`,
    "idle_in_transaction_session_timeout=90000",
  ]
    .map((setting) => `-c ${setting}`)
    .join(" ");

const common = { connectionTimeoutMillis: connectMs, keepAlive: true };

/** For what somebody waits for. */
export const forRequests = {
  ...common,
  query_timeout: requestMs,
  options: settings(requestMs, 10_000),
};

/** For what runs in the background, statement by statement over many rows. */
export const forJobs = { ...common, query_timeout: jobMs, options: settings(jobMs, 60_000) };

/** For connections that stream or hold a lock as long as they have to; only the way in has an end. */
export const forStreams = common;
