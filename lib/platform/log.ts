import pino from "pino";
import { logLevel } from "@/lib/platform/env";

/** The most characters that wait in memory while the disk is full; further lines are dropped. */
const mostWaiting = 1_000_000;

const destination = pino.destination({ dest: 2, maxLength: mostWaiting });
// The process goes on if the log cannot be written, on a full disk or after its reader has left.
destination.on("error", () => undefined);

/** Writes one JSON line per event to standard error. Never log personal data. */
export const log = pino(
  { level: logLevel(), base: null, redact: ["*.password", "*.secret", "*.token", "*.authorization"] },
  destination,
);
