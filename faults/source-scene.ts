// Connects a simulated vendor for the fault harness: --url URL --key KEY. It prints the id of the organization.
import { parseArgs } from "node:util";
import { openDatabases } from "@/lib/platform/databases";
import { closeDb } from "@/lib/platform/db";
import { checkKeys, closeKeys } from "@/lib/platform/keys";
import { createSource } from "@/lib/sources/write";
import { actorOf, createOrganization } from "@/test/factories";
import { closeTestDb } from "@/test/test-db";

const { values } = parseArgs({ options: { url: { type: "string" }, key: { type: "string" } } });
const { url = "", key = "" } = values;

const databases = await openDatabases();
await checkKeys();
const organization = await createOrganization("Faults");
const actor = actorOf(organization);
await createSource(actor, {
  name: "hosted",
  vendor: "verifa",
  baseUrl: url,
  credentials: { kind: "api_key", key },
  everySeconds: 10,
  fullEverySeconds: 60,
});
process.stdout.write(`${organization.id}\n`);
await Promise.all([closeDb(), closeKeys(), closeTestDb()]);
await databases.close();
process.exit(0);
