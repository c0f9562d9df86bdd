// The floor of the mix: a bare node:http and pg server that sends the statements of a call and answers with its answer.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import pg from "pg";
import { newReplay, type Script, type Step } from "@/bench/mix/replay";

const { PORT, FLOOR_TASK = "", DATABASE_URL, KEYS_DATABASE_URL } = process.env;
const scripts: Record<string, Script> = JSON.parse(await readFile(FLOOR_TASK, "utf8"));
const pools = [DATABASE_URL, KEYS_DATABASE_URL].map(
  (connectionString) => new pg.Pool({ connectionString, max: 10 }),
);
const nameOf = (text: string) => createHash("sha1").update(text).digest("base64");
const names = new Map<string, string>();

async function run({ steps, answer }: Script, target: string): Promise<string> {
  const replay = newReplay(target);
  const held = new Map<number, pg.PoolClient>();
  try {
    for (const step of steps) replay.keep(await ask(step, replay.values(step), held));
  } finally {
    for (const client of held.values()) client.release();
  }
  return answer;
}

/** A transaction keeps its connection, as it does in the program; everything else takes any. */
async function ask(step: Step, values: unknown[], held: Map<number, pg.PoolClient>): Promise<unknown[][]> {
  const { text, client, isKeys } = step;
  const pool = pools[isKeys ? 1 : 0] as pg.Pool;
  const begins = /^\s*BEGIN/i.test(text);
  if (begins) held.set(client, await pool.connect());
  const name = names.get(text) ?? nameOf(text);
  names.set(text, name);
  const asked = values.length > 0 ? { name, text, values, rowMode: "array" } : { text, rowMode: "array" };
  const { rows } = (await (held.get(client) ?? pool).query(asked)) as unknown as { rows: unknown[][] };
  if (/^\s*(COMMIT|ROLLBACK)/i.test(text)) {
    held.get(client)?.release();
    held.delete(client);
  }
  return rows ?? [];
}

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
  request.resume();
  const script = scripts[pathname.slice(1)];
  const answer = script
    ? await run(script, searchParams.get("target") ?? "").catch((error: unknown) => {
        console.error(pathname, error);
        return null;
      })
    : "ok";
  response.writeHead(answer === null ? 500 : 200, { "Content-Type": "application/json" });
  response.end(answer ?? "");
}).listen(Number(PORT), "127.0.0.1");

process.on("SIGTERM", () => process.exit(0));
