import { execFile } from "node:child_process";
import http from "node:http";
import { promisify } from "node:util";

const run = promisify(execFile);
const connections = 8;

/** Measures requests per second of a server, over 8 connections that wait for each answer. */
export async function requestsPerSecond(
  url: string,
  headers: Record<string, string>,
  seconds: number,
): Promise<number> {
  const lines = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const answer = await run("wrk", ["-t1", `-c${connections}`, `-d${seconds}s`, ...lines, url]).catch(
    () => null,
  );
  if (!answer) return loadWithNode(url, headers, seconds);
  if (/Non-2xx/.test(answer.stdout)) throw new Error(`${url}: ${answer.stdout}`);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(answer.stdout)?.[1]);
}

/** Replaces wrk where it is not installed: slower, but equally for both sides. */
async function loadWithNode(url: string, headers: Record<string, string>, seconds: number): Promise<number> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const end = performance.now() + seconds * 1000;
  let done = 0;
  const one = () =>
    new Promise<void>((resolve, reject) => {
      http
        .get(url, { agent, headers }, (answer) => {
          if (answer.statusCode !== 200) reject(new Error(`${url} answered ${answer.statusCode}`));
          answer.on("data", () => undefined).on("end", resolve);
        })
        .on("error", reject);
    });
  const worker = async () => {
    while (performance.now() < end) {
      await one();
      done++;
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  agent.destroy();
  return done / seconds;
}
