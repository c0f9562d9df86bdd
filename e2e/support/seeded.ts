import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Facts } from "./facts";
import { type Installation, startScript, startServer } from "./server";

/** Seeds an installation, starts its server, and writes what tests know of it. @returns that file, and the way out */
export async function startSeeded(
  installation: Installation,
  sessions?: number,
): Promise<{ file: string; facts: Facts; stop: () => Promise<void> }> {
  const { folder, dataDir, baseUrl, env } = installation;
  const access = await seed(env, sessions);
  const server = await startServer(installation);
  const facts: Facts = { baseUrl, dataDir, ...access };
  const file = path.join(folder, "facts.json");
  await writeFile(file, JSON.stringify(facts), { mode: 0o600 });
  return { file, facts, stop: server.stop };
}

async function seed(
  env: NodeJS.ProcessEnv,
  sessions: number | undefined,
): Promise<Omit<Facts, "baseUrl" | "dataDir">> {
  const many = sessions === undefined ? [] : [`--sessions=${sessions}`];
  const child = startScript("scripts/seed-demo.ts", ["--json", ...many], env);
  let said = "";
  child.stdout?.on("data", (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error("The demo data could not be made.");
  return JSON.parse(said.trim().split("\n").at(-1) ?? "");
}
