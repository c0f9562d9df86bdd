import { existsSync } from "node:fs";
import { inBackground } from "@/lib/platform/db";
import { publishEnv } from "@/lib/platform/env";
import { sentenceOf } from "@/lib/platform/unavailable";

/**
 * Runs a command at the terminal with the settings of `.env`: what is wrong with the installation is said in one
 * sentence, and the exit code tells.
 */
export async function runCommand(work: () => Promise<number | undefined>): Promise<never> {
  if (existsSync(".env")) process.loadEnvFile(".env");
  // What was read of the settings before is read again.
  publishEnv({});
  try {
    process.exit((await inBackground(work)) ?? 0);
  } catch (error) {
    console.error(sentenceOf(error) ?? error);
    process.exit(1);
  }
}
