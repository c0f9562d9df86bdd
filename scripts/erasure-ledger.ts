// npm run ledger [-- --accept]: proves every line of the erasure ledger, or goes on with what is sound of a damaged one.

import { ledgerFile, refusingDamage, verifyLedger } from "@/lib/erasure/ledger";
import { openDatabases } from "@/lib/platform/databases";
import { closeDb } from "@/lib/platform/db";
import { checkKeys, closeKeys } from "@/lib/platform/keys";
import { acceptLedger } from "@/lib/retention/replay";
import { runCommand } from "@/scripts/command";

async function accept(): Promise<void> {
  const { lines, kept } = await acceptLedger();
  console.log(`${lines} line(s) are sound and were done again.`);
  console.log(kept ? `The file as it was: ${kept}` : "There was no file.");
}

async function verify(): Promise<void> {
  const lines = await refusingDamage(verifyLedger);
  console.log(
    `${ledgerFile()}: ${lines} line(s), each follows the one before, and both databases know them.`,
  );
}

await runCommand(async () => {
  const databases = await openDatabases();
  try {
    await checkKeys();
    await (process.argv.includes("--accept") ? accept() : verify());
  } finally {
    await Promise.all([closeDb(), closeKeys()]);
    await databases.close();
  }
  return 0;
});
