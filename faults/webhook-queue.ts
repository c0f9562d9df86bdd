// Queues webhooks for the fault harness, in a separate process: --sessions N --url URL --secret SECRET. It prints
// “ready” when the endpoint exists, and goes on. Every tenth change is rolled back.
import { parseArgs } from "node:util";
import { openDatabases } from "@/lib/platform/databases";
import { closeDb, db } from "@/lib/platform/db";
import { checkKeys, closeKeys } from "@/lib/platform/keys";
import { queueWebhooks } from "@/lib/webhooks/write";
import { actorOf, createBareCases, createOrganization } from "@/test/factories";
import { createEndpoint } from "@/test/receiving";
import { closeTestDb } from "@/test/test-db";

const events = [
  "session.approved",
  "case.approved",
  "session.declined",
  "case.rejected",
  "session.redacted",
] as const;

const { values } = parseArgs({
  options: { sessions: { type: "string" }, url: { type: "string" }, secret: { type: "string" } },
});
const { url = "", secret = "" } = values;

const databases = await openDatabases();
await checkKeys();
const organization = await createOrganization("Faults");
const actor = actorOf(organization);
await createBareCases(organization, Number(values.sessions));
const sessions = await db.session.findMany({
  where: { organizationPk: organization.pk },
  orderBy: { pk: "asc" },
});
await createEndpoint(organization, { url, secret });
process.stdout.write("ready\n");

let count = 0;
for (const event of events)
  for (const session of sessions) {
    await queue(event, session, false);
    if (++count % 9 === 0) await queue(event, session, true);
  }
await Promise.all([closeDb(), closeKeys(), closeTestDb()]);
await databases.close();
process.exit(0);

async function queue(
  event: (typeof events)[number],
  session: (typeof sessions)[number],
  isRolledBack: boolean,
): Promise<void> {
  const change = db.$transaction(async (tx) => {
    await queueWebhooks(tx, actor, [event], session);
    if (isRolledBack) throw new Error("rolled back");
  });
  await (isRolledBack ? change.catch(() => undefined) : change);
}
