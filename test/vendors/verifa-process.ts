import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { VerifaOptions, VerifaSays } from "@/test/vendors/verifa-server";

/** A simulated vendor in a process of its own. */
export type Vendor = VerifaSays & {
  /** Changes sessions there. @returns what it has then */
  change: (ids: readonly string[]) => Promise<VerifaSays>;
  stop: () => Promise<void>;
};

async function heard(child: ChildProcess): Promise<VerifaSays> {
  const ended = once(child, "exit").then(() => {
    throw new Error("The vendor has ended.");
  });
  const [said] = await Promise.race([once(child, "message"), ended]);
  ended.catch(() => undefined);
  return said as VerifaSays;
}

/** Starts the vendor, and waits until it answers. It ends with this process at the latest. */
export async function startVendor(options: VerifaOptions): Promise<Vendor> {
  const args = ["--import", "tsx", "test/vendors/verifa-server.ts", JSON.stringify(options)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  return {
    ...(await heard(child)),
    async change(ids) {
      child.send(ids);
      return heard(child);
    },
    async stop() {
      const over = once(child, "exit");
      child.disconnect();
      await over;
    },
  };
}
