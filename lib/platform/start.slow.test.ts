import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import fs from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const patienceMs = 50_000;
let folder: string;

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "countersign-start-"));
});
afterAll(() => fs.rm(folder, { recursive: true, force: true }));

/** Runs a program of ours to its end, in an environment that holds nothing else. */
async function run(args: readonly string[], settings: Record<string, string>) {
  const tsx = path.join(root, "node_modules/tsx/dist/cli.mjs");
  const child = spawn(process.execPath, [tsx, "--tsconfig", "tsconfig.node.json", ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, DATA_DIR: path.join(folder, "data"), NODE_ENV: "production", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: patienceMs,
    killSignal: "SIGKILL",
  });
  let said = "";
  for (const output of [child.stdout, child.stderr])
    output.on("data", (chunk) => {
      said += chunk;
    });
  const [code] = await once(child, "close");
  return { code, said };
}

describe("a start that fails", () => {
  it.each([
    ["PORT", "abc"],
    ["LOG_LEVEL", "loud"],
    ["PUBLIC_URL", "ftp://desk.example"],
    ["DATABASE_URL", "mysql://host/database"],
  ])("says in one sentence that %s cannot be %s", async (name, value) => {
    for (const program of [["server.ts", "--dev"], ["scripts/worker.ts"]]) {
      const { code, said } = await run(program, { [name]: value });
      expect(said, program[0]).toMatch(new RegExp(`^The environment is not valid: ${name}: .+\\.\n$`));
      expect(code, program[0]).toBe(1);
    }
  });

  it("says that its port is in use before it opens anything", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const address = taken.address();
    const port = typeof address === "object" && address ? address.port : 0;
    try {
      const { code, said } = await run(["server.ts", "--dev"], { PORT: String(port) });
      expect(said).toBe(`Port ${port} is taken; choose another one with PORT=${port + 1}.\n`);
      expect(code).toBe(1);
      expect(existsSync(path.join(folder, "data"))).toBe(false);
    } finally {
      taken.close();
    }
  });
});
