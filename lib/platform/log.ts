import pino from "pino";
import { env } from "@/lib/platform/env";

/** One JSON line per event on standard error; personal data never belongs in a log line. */
export const log = pino(
  { level: env().LOG_LEVEL, base: null, redact: ["*.password", "*.secret", "*.token", "*.authorization"] },
  pino.destination(2),
);
