import { existsSync } from "node:fs";
import { inBackground } from "@/lib/platform/db";
import { publishEnv } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { sentenceOf } from "@/lib/platform/unavailable";

/** Returns what parseArgs says of an argument; null for any other error. */
function argumentFault(error: unknown): string | null {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return code.startsWith("ERR_PARSE_ARGS_")
    ? `${message.replace(/\.$/, "")}; --help lists the options.`
    : null;
}

/** What an operation says of a call that it refused; null for any other error. */
const refusal = (error: unknown): string | null => (error instanceof AppError ? error.message : null);

/**
 * Runs a command at the terminal with the settings of `.env`. A problem of the installation or of the arguments, or a
 * refusal of an operation, is reported in one sentence, and the exit code is 1.
 */
export async function runCommand(work: () => Promise<number | undefined>): Promise<never> {
  if (existsSync(".env")) process.loadEnvFile(".env");
  // Modules that were imported may have read the settings without `.env`.
  publishEnv({});
  try {
    process.exit((await inBackground(work)) ?? 0);
  } catch (error) {
    console.error(sentenceOf(error) ?? refusal(error) ?? argumentFault(error) ?? error);
    process.exit(1);
  }
}
