// Verifies every line of the erasure ledger, or continues with the sound lines of a damaged one: npm run ledger [-- --accept]

import { ledgerFile, refusingDamage, verifyLedger } from "@/lib/erasure/ledger";
import { openDatabases } from "@/lib/platform/databases";
import { closeDb } from "@/lib/platform/db";
import { checkKeys, closeKeys } from "@/lib/platform/keys";
import { acceptLedger } from "@/lib/retention/replay";
import { runCommand } from "@/scripts/command";

async function accept(): Promise<void> {
  const { lines, kept } = await acceptLedger();
  console.log(`${lines} sound line(s) were applied again.`);
  console.log(kept ? `The previous file is now ${kept}.` : "There was no file.");
}

async function verify(): Promise<void> {
  const lines = await refusingDamage(verifyLedger);
  console.log(
    `${ledgerFile()} is sound: each of its ${lines} line(s) follows the one before, and both databases know them.`,
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
