import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Installation } from "@/faults/server";

/** Starts a program of the product. @returns it, as soon as it has said that it is ready */
export async function startProgram(
  { env }: Installation,
  wanted: string,
  ...args: string[]
): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", ...args], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit").then(() => {
    throw new Error(`${args[0]} ended before it was ready.`);
  });
  const said = (async () => {
    for await (const text of child.stdout ?? []) if (String(text).includes(wanted)) return;
  })();
  await Promise.race([said, ended]);
  ended.catch(() => undefined);
  child.stdout?.resume();
  return child;
}

/** Kills a program at once, as when the machine fails. */
export async function killProgram(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = once(child, "exit");
  child.kill("SIGKILL");
  await over;
}
