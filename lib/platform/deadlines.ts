/**
 * Time limits for the database, in milliseconds. Every query has one, and the caller is then told to try again. The
 * server's own limit is slightly shorter, so that nothing continues there after the process gives up.
 */
export const connectMs = 5_000;
const requestMs = 15_000;
const jobMs = 600_000;

/** Sessions use UTC whatever the server's time zone: the adapter writes and reads instants without an offset. */
const settings = (statementMs: number, lockMs: number) =>
  [
    "timezone=UTC",
    `statement_timeout=${statementMs - 1_000}`,
    `lock_timeout=${lockMs}`,
    "idle_in_transaction_session_timeout=90000",
  ]
    .map((setting) => `-c ${setting}`)
    .join(" ");

const common = { connectionTimeoutMillis: connectMs, keepAlive: true, keepAliveInitialDelayMillis: 10_000 };

/** For work that a caller waits for. */
export const forRequests = {
  ...common,
  query_timeout: requestMs,
  options: settings(requestMs, 10_000),
};

/** For background work, whose statements may touch many rows. */
export const forJobs = { ...common, query_timeout: jobMs, options: settings(jobMs, 60_000) };

/** For connections that stream or own a lock for as long as needed. Only connecting has a time limit. */
export const forStreams = common;
