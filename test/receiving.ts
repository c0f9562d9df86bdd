import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { newSecret } from "@/lib/outbox/sign";
import { newId } from "@/lib/platform/id";
import { sealSecret } from "@/lib/vault/endpoint-secret";
import type { TestOrganization } from "@/test/factories";
import { db } from "@/test/test-db";
import type { Arrival, Manners } from "@/test/webhook-receiver";

export type Receiver = { url: string; secret: string; arrivals: Arrival[]; stop: () => Promise<void> };

/** Starts a receiver in a process of its own. */
export async function startReceiver(manners: Omit<Manners, "secret">): Promise<Receiver> {
  const secret = newSecret();
  const child: ChildProcess = spawn(
    process.execPath,
    ["--import", "tsx", "test/webhook-receiver.ts", JSON.stringify({ ...manners, secret })],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const arrivals: Arrival[] = [];
  if (!child.stdout) throw new Error("The receiver has no output.");
  const lines = createInterface({ input: child.stdout });
  const [port] = await once(lines, "line");
  lines.on("line", (line) => arrivals.push(JSON.parse(line)));
  return {
    url: `http://127.0.0.1:${port}/hook`,
    secret,
    arrivals,
    async stop() {
      const over = once(child, "exit");
      child.kill();
      await over;
    },
  };
}

/** Stores an endpoint of the sandbox. @returns its primary key and id */
export async function createEndpoint(
  organization: TestOrganization,
  { url, secret }: { url: string; secret: string },
): Promise<{ pk: bigint; id: string }> {
  const id = newId("wh");
  const sealedSecret = await sealSecret(organization.id, id, secret);
  return db.webhookEndpoint.create({
    data: {
      organizationPk: organization.pk,
      environment: "sandbox",
      id,
      url,
      enabledEvents: ["*"],
      sealedSecret,
    },
    select: { pk: true, id: true },
  });
}

/** What a list of arrivals says against the promises: events missing, or before an earlier one of their session ended. */
export function brokenPromises(
  arrivals: readonly Arrival[],
  expected: ReadonlyMap<string, readonly string[]>,
): string[] {
  const broken: string[] = [];
  const acknowledged = new Set<string>();
  const before = new Map<string, string>();
  for (const ids of expected.values())
    for (const [at, id] of ids.entries()) if (at > 0) before.set(id, ids[at - 1] ?? "");
  const bodies = new Map<string, string>();
  for (const { id, body, did, isSigned } of arrivals) {
    if (!isSigned) broken.push(`${id} has a wrong signature`);
    const earlier = before.get(id);
    if (earlier && !acknowledged.has(earlier)) broken.push(`${id} came before ${earlier} was acknowledged`);
    if ((bodies.get(id) ?? body) !== body) broken.push(`${id} has changed between attempts`);
    bodies.set(id, body);
    if (did.startsWith("accepted")) acknowledged.add(id);
  }
  for (const id of [...expected.values()].flat()) if (!acknowledged.has(id)) broken.push(`${id} is missing`);
  const known = new Set([...expected.values()].flat());
  for (const id of bodies.keys()) if (!known.has(id)) broken.push(`${id} should not exist`);
  return broken;
}
