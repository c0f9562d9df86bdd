import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync, readdirSync } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "@/bench/server";
import { call } from "@/faults/calls";
import { ask } from "@/faults/cluster";
import { untilTrue } from "@/faults/until";
import { findPlace } from "@/lib/platform/postgres-place";

const programs = ["/usr/bin/patroni", "/usr/bin/etcd", "/usr/sbin/haproxy"];
const distribution = "/usr/lib/postgresql";

/** The programs of the newest PostgreSQL of the distribution, which has the tools for standbys; null without one. */
function binDir(): string | null {
  const [newest] = existsSync(distribution)
    ? readdirSync(distribution).sort((a, b) => Number(b) - Number(a))
    : [];
  return newest ? path.join(distribution, newest, "bin") : null;
}

/** Why this machine has no pair of servers; null when it can have one. */
export function lacksPatroni(): string | null {
  const missing = [...programs, `${binDir() ?? `${distribution}/…/bin`}/postgres`].filter(
    (file) => !existsSync(file),
  );
  return missing.length === 0
    ? null
    : `${missing.join(", ")} are missing (apt-get install patroni etcd-server haproxy postgresql)`;
}

type Node = { name: string; port: number; rest: number; dataDir: string; child: ChildProcess | null };
type Member = { name: string; role: string; state: string };

/** A primary and a standby, kept by Patroni, behind HAProxy, which leads to the primary. */
export type Pair = {
  /** Returns the connection string of a database, on whatever server is the primary. */
  url: (database: string) => string;
  /** Returns the connection string of a database on one server. */
  urlOf: (name: string, database: string) => string;
  primary: () => Promise<string>;
  standby: () => Promise<string>;
  /** Kills the server, and with `withPatroni` all that runs beside it, as when the machine fails. */
  kill: (name: string, withPatroni: boolean) => Promise<void>;
  /** Starts what was killed, and waits until the pair is whole again, with the standby in step where it is synchronous. */
  makeWhole: () => Promise<void>;
  /**
   * Stops what a standby receives, without ending it. What has reached its machine meanwhile is lost with `lose`: a
   * process that goes on would still read it.
   */
  holdBack: (name: string) => Promise<{ lose: () => void }>;
  /** Lets the primary acknowledge what the standby does not have yet. */
  makeAsynchronous: () => Promise<void>;
  stop: () => Promise<void>;
};

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Opens a pair below a folder that every user may enter. */
export async function openPair(folder: string): Promise<Pair> {
  const home = path.join(folder, "pair");
  const { uid, gid } = await findPlace(folder);
  await fs.mkdir(home, { mode: 0o755 });
  if (uid !== undefined && gid !== undefined) await fs.chown(home, uid, gid);
  const start = (program: string, ...args: string[]): ChildProcess => {
    const output = openSync(path.join(home, `${path.basename(program)}.log`), "a");
    const env = { ...process.env, LC_ALL: "C.UTF-8", HOME: home, ALLOW_NONE_AUTHENTICATION: "yes" };
    const child = spawn(program, args, { cwd: home, uid, gid, env, stdio: ["ignore", output, output] });
    running.add(child);
    child.once("exit", () => running.delete(child));
    return child;
  };
  const etcdPort = await freePort();
  const peer = `http://127.0.0.1:${await freePort()}`;
  const client = `http://127.0.0.1:${etcdPort}`;
  const etcd = start(
    "/usr/bin/etcd",
    ...[
      "--data-dir",
      path.join(home, "etcd"),
      "--listen-client-urls",
      client,
      "--advertise-client-urls",
      client,
    ],
    ...[
      "--listen-peer-urls",
      peer,
      "--initial-advertise-peer-urls",
      peer,
      "--initial-cluster",
      `default=${peer}`,
    ],
  );
  const nodes: Node[] = [];
  for (const name of ["one", "two"])
    nodes.push({
      ...{ name, port: await freePort(), rest: await freePort() },
      ...{ dataDir: path.join(home, name), child: null },
    });
  await fs.writeFile(path.join(home, "passwords"), "");
  for (const node of nodes)
    await fs.writeFile(path.join(home, `${node.name}.yml`), JSON.stringify(settingsOf(node, etcdPort, home)));
  const startNode = (node: Node) => {
    node.child = start("/usr/bin/patroni", path.join(home, `${node.name}.yml`));
  };
  const nodeOf = (name: string): Node => {
    const node = nodes.find((each) => each.name === name);
    if (!node) throw new Error(`There is no server ${name}.`);
    return node;
  };
  const urlOf = (name: string, database: string) =>
    `postgresql://postgres:${password}@127.0.0.1:${nodeOf(name).port}/${database}`;
  const proxyPort = await freePort();
  await fs.writeFile(path.join(home, "haproxy.cfg"), proxyTo(nodes, proxyPort));

  const members = async (): Promise<Member[]> => {
    for (const { rest } of nodes) {
      const outcome = await call(`http://127.0.0.1:${rest}/cluster`, { own: true });
      if (outcome.kind === "answer" && outcome.answer.status === 200)
        return JSON.parse(outcome.answer.body).members;
    }
    return [];
  };
  const withRole = async (...roles: string[]): Promise<string> => {
    let found: Member | undefined;
    await untilTrue(`a server that is ${roles.join(" or ")}`, async () => {
      found = (await members()).find(
        ({ role, state }) => roles.includes(role) && /running|streaming/.test(state),
      );
      return found !== undefined;
    });
    return found?.name ?? "";
  };
  let isSynchronous = true;
  const change = (body: object) =>
    call(`http://127.0.0.1:${nodes[0]?.rest}/config`, {
      ...{ method: "PATCH", own: true, body: JSON.stringify(body) },
      headers: { "Content-Type": "application/json" },
    });

  for (const node of nodes) {
    startNode(node);
    // The first one makes the cluster that the second one copies.
    await withRole("leader");
  }
  const proxy = start("/usr/sbin/haproxy", "-f", path.join(home, "haproxy.cfg"), "-db");
  const standby = () => (isSynchronous ? withRole("sync_standby") : withRole("replica"));
  await standby();
  const url = (database: string) => `postgresql://postgres:${password}@127.0.0.1:${proxyPort}/${database}`;
  await untilTrue("a primary behind the proxy", () =>
    ask(url("postgres"), "SELECT 1").then(
      () => true,
      () => false,
    ),
  );
  return {
    url,
    urlOf,
    primary: () => withRole("leader"),
    standby,
    kill: async (name, withPatroni) => {
      const node = nodeOf(name);
      if (withPatroni) await endOf(node.child, "SIGKILL");
      await killServer(node.dataDir);
    },
    makeWhole: async () => {
      for (const node of nodes)
        if (node.child === null || node.child.exitCode !== null || node.child.signalCode !== null)
          startNode(node);
      await withRole("leader");
      await standby();
    },
    holdBack: async (name) => {
      const pid = await receiverOf(nodeOf(name).dataDir);
      process.kill(pid, "SIGSTOP");
      return { lose: () => void process.kill(pid, "SIGKILL") };
    },
    makeAsynchronous: async () => {
      await change({ synchronous_mode: false });
      isSynchronous = false;
      await untilTrue("a primary that waits for nobody", async () => {
        const [row] = await ask<{ names: string }>(
          url("postgres"),
          "SELECT current_setting('synchronous_standby_names') AS names",
        );
        return row?.names === "";
      });
    },
    stop: async () => {
      await endOf(proxy, "SIGTERM");
      for (const node of nodes) {
        await endOf(node.child, "SIGKILL");
        await killServer(node.dataDir);
      }
      await endOf(etcd, "SIGKILL");
    },
  };
}

const password = "of-the-harness";

const settingsOf = ({ name, port, rest, dataDir }: Node, etcdPort: number, home: string) => ({
  scope: "faults",
  name,
  restapi: { listen: `127.0.0.1:${rest}`, connect_address: `127.0.0.1:${rest}` },
  etcd3: { host: `127.0.0.1:${etcdPort}` },
  bootstrap: {
    dcs: {
      ...{ ttl: 20, loop_wait: 1, retry_timeout: 3, maximum_lag_on_failover: 1_000_000_000 },
      // A server that was lost is not waited for.
      ...{ primary_start_timeout: 0, master_start_timeout: 0, synchronous_mode: true },
      postgresql: {
        use_pg_rewind: true,
        parameters: { max_connections: 200, wal_log_hints: "on", wal_keep_size: "1GB" },
      },
    },
    initdb: [{ encoding: "UTF8" }, "data-checksums", "no-locale"],
  },
  postgresql: {
    ...{ listen: `127.0.0.1:${port}`, connect_address: `127.0.0.1:${port}` },
    ...{ data_dir: dataDir, bin_dir: binDir(), pgpass: path.join(home, `pgpass-${name}`) },
    parameters: { unix_socket_directories: home },
    pg_hba: [
      "local all all trust",
      "host all all 127.0.0.1/32 scram-sha-256",
      "host replication all 127.0.0.1/32 scram-sha-256",
    ],
    authentication: {
      superuser: { username: "postgres", password },
      replication: { username: "replicator", password },
    },
  },
});

/** A primary is what Patroni says is one. Connections to what is none any more are ended. */
const proxyTo = (nodes: readonly Node[], port: number) => `global
  maxconn 500
defaults
  mode tcp
  timeout connect 2s
  timeout client 30m
  timeout server 30m
listen primary
  bind 127.0.0.1:${port}
  option httpchk GET /primary
  http-check expect status 200
  default-server inter 300ms fall 2 rise 1 on-marked-down shutdown-sessions
${nodes.map(({ name, port: at, rest }) => `  server ${name} 127.0.0.1:${at} check port ${rest}`).join("\n")}
`;

async function endOf(child: ChildProcess | null, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const over = once(child, "exit");
  child.kill(signal);
  await over;
}

async function processesOf(dataDir: string): Promise<{ pid: number; title: string }[]> {
  const file = path.join(dataDir, "postmaster.pid");
  const first = await fs.readFile(file, "utf8").then(
    (text) => Number(text.split("\n")[0]),
    () => 0,
  );
  if (!first) return [];
  const { stdout } = await promisify(execFile)("ps", ["-eo", "pid=,ppid=,args="]);
  return stdout.split("\n").flatMap((line) => {
    const [, pid, parent, title = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(pid) === first || Number(parent) === first ? [{ pid: Number(pid), title }] : [];
  });
}

async function killServer(dataDir: string): Promise<void> {
  for (const { pid } of await processesOf(dataDir))
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      // It may have ended since it was listed.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  await sleep(100);
}

async function receiverOf(dataDir: string): Promise<number> {
  let pid = 0;
  await untilTrue("a standby that receives", async () => {
    pid = (await processesOf(dataDir)).find(({ title }) => title.includes("walreceiver"))?.pid ?? 0;
    return pid > 0;
  });
  return pid;
}
