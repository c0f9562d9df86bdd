import pino from "pino";
import { doing } from "@/lib/platform/doing";
import { logLevel } from "@/lib/platform/env";
import { loggedError } from "@/lib/platform/log-error";

/** The most characters that wait in memory while the disk is full; further lines are dropped. */
const mostWaiting = 1_000_000;

const destination = pino.destination({ dest: 2, maxLength: mostWaiting });
// The process goes on if the log cannot be written, on a full disk or after its reader has left.
destination.on("error", () => undefined);

/**
 * Writes one JSON line per event to standard error, with the request or job that it belongs to. Never log personal
 * data.
 */
export const log = pino(
  {
    level: logLevel(),
    base: null,
    redact: ["*.password", "*.secret", "*.token", "*.authorization"],
    mixin: doing,
    serializers: { err: (error: unknown) => loggedError(error) },
  },
  destination,
);
