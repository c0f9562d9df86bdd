import { spawn } from "node:child_process";
import { once } from "node:events";

/**
 * How a call fails: the connection ends before the call is done (reset) or after it was done (lost), no answer comes
 * (hang), half of an answer comes (cut), the service says that it is busy or that the call is not allowed.
 */
export type S3Fault = {
  method: "GET" | "PUT" | "POST" | "DELETE";
  /** A part of the address of the call. */
  path?: string;
  times: number;
  how: "reset" | "lost" | "hang" | "cut" | "busy" | "denied";
};

type Stored = { bucket: string; key: string; isMarker: boolean; size: number };
type State = { stored: Stored[]; uploads: number; faults: S3Fault[]; asked: string[] };

export type BucketKind = { isVersioned?: boolean; isLocked?: boolean; hasVersionCalls?: boolean };

const credentials = {
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test-secret",
  AWS_REGION: "eu-central-1",
};

/** Starts an S3 service in a process of its own, and sets this process's credentials for it. */
export async function startS3() {
  Object.assign(process.env, credentials);
  const child = spawn(process.execPath, ["--import", "tsx", "test/s3-server.ts"], {
    env: { ...process.env, TSX_TSCONFIG_PATH: "tsconfig.node.json" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  const port = /ready (\d+)/.exec(String(said))?.[1];
  if (!port) throw new Error(`The S3 service said ${String(said)}`);
  const endpoint = `http://127.0.0.1:${port}`;
  const control = async (path: string, given?: unknown): Promise<State> => {
    const init = given === undefined ? {} : { method: "PUT", body: JSON.stringify(given) };
    return (await fetch(`${endpoint}/control/${path}`, init)).json() as Promise<State>;
  };
  return {
    endpoint,
    makeBucket: (name: string, kind: BucketKind = {}) => control("bucket", { name, ...kind }),
    fail: (...faults: S3Fault[]) => control("faults", faults),
    state: () => control("state"),
    stop: async () => {
      const over = once(child, "exit");
      child.kill();
      await over;
    },
  };
}

export type S3 = Awaited<ReturnType<typeof startS3>>;
