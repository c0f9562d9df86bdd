import { existsSync } from "node:fs";
import { StartError } from "@/lib/platform/errors";

/**
 * Runs a command at the terminal with the settings of `.env`: what is wrong with the installation is said in one
 * sentence, and the exit code tells.
 */
export async function runCommand(work: () => Promise<number | undefined>): Promise<never> {
  if (existsSync(".env")) process.loadEnvFile(".env");
  try {
    process.exit((await work()) ?? 0);
  } catch (error) {
    console.error(error instanceof StartError ? error.message : error);
    process.exit(1);
  }
}
