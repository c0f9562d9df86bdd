import { spawn } from "node:child_process";
import { once } from "node:events";

type State = { asked: number; seen: { origin: string; size: number }[] };

/** Starts a witness for transparency logs in a process of its own. */
export async function startWitness() {
  const child = spawn(process.execPath, ["--import", "tsx", "test/witness-server.ts"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  const [, port, key] = /ready (\d+) (\S+)/.exec(String(said)) ?? [];
  if (!port || !key) throw new Error(`The witness said ${String(said)}`);
  const url = `http://127.0.0.1:${port}`;
  const control = async (path: string, given: unknown = null): Promise<State> => {
    const answer = await fetch(`${url}/control/${path}`, { method: "PUT", body: JSON.stringify(given) });
    return answer.json() as Promise<State>;
  };
  return {
    /** As AUDIT_WITNESSES names it. */
    setting: `${url}/w ${key}`,
    url: `${url}/w/add-checkpoint`,
    know: (...logKeys: string[]) => control("logs", logKeys),
    fail: (how: string, times = 1) => control("fault", { how, times }),
    state: () => control("state"),
    stop: async () => {
      const over = once(child, "exit");
      child.kill();
      await over;
    },
  };
}

export type Witness = Awaited<ReturnType<typeof startWitness>>;
