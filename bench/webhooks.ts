import { spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import { createInterface } from "node:readline";
import { freshDatabases } from "@/bench/dataset";
import { atLeast, type Figure, median } from "@/bench/figure";
import type { Actor } from "@/lib/actor/actor";
import { sendDue } from "@/lib/outbox/sender";
import { bodyOf, headersOf, newSecret } from "@/lib/outbox/sign";
import { db } from "@/lib/platform/db";
import { publishEnv } from "@/lib/platform/env";
import { closeExchanges } from "@/lib/platform/exchange";
import { queueWebhooks } from "@/lib/webhooks/write";
import { actorOf, createBareCases, createOrganization, type TestOrganization } from "@/test/factories";
import { createEndpoint } from "@/test/receiving";

const sessions = 800;
const events = [
  "session.approved",
  "case.approved",
  "session.declined",
  "case.rejected",
  "session.redacted",
] as const;

/** A receiver in a process of its own that acknowledges everything. */
const receiverScript = `require("node:http").createServer((request, response) => {
  request.resume().on("end", () => response.end("ok"));
}).listen(0, "127.0.0.1", function () { console.log(this.address().port); });`;

type Delivery = { id: string; createdAt: Date; payload: Record<string, unknown> };

async function queueAll(actor: Actor, { pk }: TestOrganization): Promise<Delivery[]> {
  await db.webhookDelivery.deleteMany({ where: { organizationPk: pk } });
  const rows = await db.session.findMany({ where: { organizationPk: pk } });
  for (const session of rows) await db.$transaction((tx) => queueWebhooks(tx, actor, events, session));
  const made = await db.webhookDelivery.findMany({ where: { organizationPk: pk }, orderBy: { pk: "asc" } });
  return made.map(({ id, createdAt, payload }) => ({
    id,
    createdAt,
    payload: payload as Delivery["payload"],
  }));
}

const agent = new http.Agent({ keepAlive: true });

const postBarely = (url: string, headers: Record<string, string>, body: string) =>
  new Promise<void>((done, fail) => {
    const sent = http.request(url, { method: "POST", agent, headers });
    sent.on("response", (response) => response.resume().on("end", done)).on("error", fail);
    sent.end(body);
  });

/** Signs and posts the same bodies one after another, with nothing else: no database, no order, no guard. */
async function bareLoop(url: string, secret: string, deliveries: readonly Delivery[]): Promise<void> {
  for (const delivery of deliveries) {
    const body = bodyOf(delivery, { keyInflection: "snake", attributeBlocklist: [] });
    await postBarely(url, headersOf(delivery.id, body, secret), body);
  }
}

/** Compares deliveries per second with those of a bare loop that signs and posts the same bodies. */
export async function webhookThroughput(url: (database: string) => string): Promise<Figure> {
  await freshDatabases(url, "bench_webhooks");
  publishEnv({ WEBHOOK_ALLOW_HTTP: "on", WEBHOOK_ALLOWED_NETWORKS: "127.0.0.0/8" });
  const child = spawn(process.execPath, ["-e", receiverScript], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [port] = await once(createInterface({ input: child.stdout }), "line");
    const target = { url: `http://127.0.0.1:${port}/hook`, secret: newSecret() };
    const organization = await createOrganization("Bench");
    const actor = actorOf(organization);
    await createBareCases(organization, sessions);
    await createEndpoint(organization, target);
    const perSecond = { ours: [] as number[], bare: [] as number[] };
    for (let round = 0; round < 4; round++) {
      const deliveries = await queueAll(actor, organization);
      // As autovacuum does within a minute.
      await db.$executeRaw`VACUUM ANALYZE webhook_deliveries, webhook_attempts`;
      const start = performance.now();
      await bareLoop(target.url, target.secret, deliveries);
      const between = performance.now();
      await sendDue();
      const end = performance.now();
      const sent = await db.webhookDelivery.count({
        where: { organizationPk: organization.pk, status: "delivered" },
      });
      if (sent !== deliveries.length) throw new Error(`${sent} of ${deliveries.length} were delivered.`);
      // The first round warms up.
      if (round === 0) continue;
      perSecond.bare.push((deliveries.length * 1000) / (between - start));
      perSecond.ours.push((deliveries.length * 1000) / (end - between));
    }
    return atLeast("webhook-throughput", median(perSecond.ours), median(perSecond.bare), 0.5);
  } finally {
    closeExchanges();
    agent.destroy();
    child.kill();
  }
}
