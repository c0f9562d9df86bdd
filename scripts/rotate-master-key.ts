// Replaces the master key and wraps every organization key again: npm run keys:rotate

import { jobActor } from "@/lib/actor/job";
import { recordEvent } from "@/lib/events/record";
import { openDatabases } from "@/lib/platform/databases";
import { closeDb, db } from "@/lib/platform/db";
import { closeKeys, rotateMasterKey } from "@/lib/platform/keys";
import { runCommand } from "@/scripts/command";

await runCommand(async () => {
  const databases = await openDatabases();
  const organizationKeys = await rotateMasterKey();
  if ((await db.organization.count()) > 0) {
    const actor = await jobActor("cli:keys-rotate", "live", []);
    await recordEvent(db, actor, { type: "key.master-rotated", metadata: { organizationKeys } });
  }
  console.log(
    `The master key was replaced, and ${organizationKeys} organization keys were wrapped again. Restart the server; members must sign in again.`,
  );
  await Promise.all([closeDb(), closeKeys()]);
  await databases.close();
  return 0;
});
