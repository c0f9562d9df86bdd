import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { Facts } from "./facts";
import { type Installation, type RunningServer, startScript, startServer } from "./server";

const accessFile = ({ folder }: Pick<Installation, "folder">) => path.join(folder, "access.json");

/** Creates demo data in a new installation, and stores its accounts in a file. */
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

/** Copies a stopped installation, which is faster than seeding a new one. */
export async function copySeed(folder: string, to: Installation): Promise<void> {
  const from = { folder, dataDir: path.join(folder, "data") };
  // PostgreSQL refuses files that do not belong to the user that it runs as.
  await promisify(execFile)("cp", ["-a", from.dataDir, to.dataDir]);
  await promisify(execFile)("cp", ["-a", accessFile(from), accessFile(to)]);
  // Copies that start at the same time must not use the same port.
  await rm(path.join(to.dataDir, "database", "postgres.port"), { force: true });
}

/** Starts the server of a seeded installation and writes the facts. @returns their file, and functions of the server */
export async function startSeeded(
  installation: Installation,
): Promise<{ file: string; facts: Facts } & Pick<RunningServer, "stop" | "logged">> {
  const { folder, dataDir, baseUrl } = installation;
  const access: Omit<Facts, "baseUrl" | "dataDir"> = JSON.parse(
    await readFile(accessFile(installation), "utf8"),
  );
  const server = await startServer(installation);
  const facts: Facts = { baseUrl, dataDir, ...access };
  const file = path.join(folder, "facts.json");
  await writeFile(file, JSON.stringify(facts), { mode: 0o600 });
  return { file, facts, stop: server.stop, logged: server.logged };
}
