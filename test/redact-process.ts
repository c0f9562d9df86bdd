// Redacts one session when it is told to, so that a test can kill it in the middle: redact-process.ts ORGANIZATION SESSION
import { once } from "node:events";
import { jobActor } from "@/lib/actor/job";
import { closeDb } from "@/lib/platform/db";
import { closeKeys } from "@/lib/platform/keys";
import { redactSession } from "@/lib/privacy/write";

const [organizationId, sessionId = ""] = process.argv.slice(2);
const actor = await jobActor("test:redact", "sandbox", ["privacy:redact"], organizationId);
process.stdout.write("ready\n");
await once(process.stdin, "data");
await redactSession(actor, { sessionId });
await Promise.all([closeDb(), closeKeys()]);
process.exit(0);
