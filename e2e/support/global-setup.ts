import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Facts } from "./facts";
import { newInstallation, startScript, startServer } from "./server";

/** Seeds an installation of its own, starts the production server on it, and tells the tests where. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const installation = await newInstallation();
  const { folder, dataDir, baseUrl, env, remove } = installation;
  try {
    const access = await seed(env);
    const server = await startServer(installation);
    const facts: Facts = { baseUrl, dataDir, ...access };
    const file = path.join(folder, "facts.json");
    await writeFile(file, JSON.stringify(facts), { mode: 0o600 });
    Object.assign(process.env, { E2E_FACTS: file, E2E_BASE_URL: baseUrl });
    return async () => {
      await server.stop();
      await remove();
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function seed(env: NodeJS.ProcessEnv): Promise<Omit<Facts, "baseUrl" | "dataDir">> {
  const child = startScript("scripts/seed-demo.ts", ["--json"], env);
  let said = "";
  child.stdout?.on("data", (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error("The demo data could not be made.");
  return JSON.parse(said.trim().split("\n").at(-1) ?? "");
}
