// Finds a browser for the end-to-end tests, and installs one if there is none.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { run, runProgram } from "./bootstrap.mjs";

const usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * Returns the browser of CHROMIUM_PATH, else Playwright's, else the machine's.
 * @returns {Promise<string | undefined>}
 */
export async function findBrowser() {
  const given = process.env.CHROMIUM_PATH;
  if (given) return existsSync(given) ? given : undefined;
  const { chromium } = await import("@playwright/test");
  return [chromium.executablePath(), ...usual].find((file) => file && existsSync(file));
}

const isRoot = process.getuid?.() === 0;
const hasSudo = () => !isRoot && spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0;

/** @returns {Promise<boolean>} whether there is a browser now */
export async function ensureBrowser() {
  if (await findBrowser()) return true;
  if (process.env.CHROMIUM_PATH) {
    console.error(
      `CHROMIUM_PATH names ${process.env.CHROMIUM_PATH}, which does not exist; name an installed Chromium.`,
    );
    return false;
  }
  console.log("There is no browser for the tests yet; installing one …");
  const mayInstall = isRoot || hasSudo();
  await runProgram("playwright", ["install", ...(mayInstall ? ["--with-deps"] : []), "chromium"]);
  if (await findBrowser()) return true;
  if (mayInstall && existsSync("/usr/bin/apt-get")) {
    const apt = (...args) => {
      const command = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args];
      return isRoot ? run("/usr/bin/env", command.slice(1)) : run("sudo", ["-n", ...command]);
    };
    await apt("update");
    await apt("install", "-y", "chromium");
  }
  if (await findBrowser()) return true;
  console.error("No browser could be installed; install Chromium and name it in CHROMIUM_PATH.");
  return false;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit((await ensureBrowser()) ? 0 : 1);
