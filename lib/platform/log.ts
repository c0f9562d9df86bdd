import pino from "pino";
import { logLevel } from "@/lib/platform/env";

/** What waits in memory while a full disk takes no lines; beyond it, lines are dropped. */
const mostWaiting = 1_000_000;

const destination = pino.destination({ dest: 2, maxLength: mostWaiting });
// A log that cannot be written, on a full disk or to a reader that has left, is no reason to stop.
destination.on("error", () => undefined);

/** One JSON line per event on standard error; personal data never belongs in a log line. */
export const log = pino(
  { level: logLevel(), base: null, redact: ["*.password", "*.secret", "*.token", "*.authorization"] },
  destination,
);
