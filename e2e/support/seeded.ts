import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { Facts } from "./facts";
import { type Installation, startScript, startServer } from "./server";

const accessFile = ({ folder }: Pick<Installation, "folder">) => path.join(folder, "access.json");

/** Makes demo data in a new installation, and keeps who may sign in to it. */
export async function seed(installation: Installation, sessions?: number): Promise<void> {
  const many = sessions === undefined ? [] : [`--sessions=${sessions}`];
  const child = startScript("scripts/seed-demo.ts", ["--json", ...many], installation.env);
  let said = "";
  child.stdout?.on("data", (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error("The demo data could not be made.");
  await writeFile(accessFile(installation), said.trim().split("\n").at(-1) ?? "", { mode: 0o600 });
}

/** Makes an installation the twin of one that nothing runs on: that costs less than seeding it. */
export async function copySeed(folder: string, to: Installation): Promise<void> {
  const from = { folder, dataDir: path.join(folder, "data") };
  // The cluster belongs to the user that it runs as, and refuses to be another's.
  await promisify(execFile)("cp", ["-a", from.dataDir, to.dataDir]);
  await promisify(execFile)("cp", ["-a", accessFile(from), accessFile(to)]);
  // Twins that start at the same time must not both want the port of the one they were copied from.
  await rm(path.join(to.dataDir, "postgres.port"), { force: true });
}

/** Starts the server of a seeded installation and writes what tests know of it. @returns that file, and the way out */
export async function startSeeded(
  installation: Installation,
): Promise<{ file: string; facts: Facts; stop: () => Promise<void> }> {
  const { folder, dataDir, baseUrl } = installation;
  const access: Omit<Facts, "baseUrl" | "dataDir"> = JSON.parse(
    await readFile(accessFile(installation), "utf8"),
  );
  const server = await startServer(installation);
  const facts: Facts = { baseUrl, dataDir, ...access };
  const file = path.join(folder, "facts.json");
  await writeFile(file, JSON.stringify(facts), { mode: 0o600 });
  return { file, facts, stop: server.stop };
}
