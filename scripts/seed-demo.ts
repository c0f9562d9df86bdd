// Creates the demo organization if there is none, and renews its password and API keys. Used by npm run demo.
import { openDatabases } from "@/lib/platform/databases";
import { closeDb } from "@/lib/platform/db";
import { checkKeys, closeKeys } from "@/lib/platform/keys";
import { seedDemo } from "@/prisma/demo/seed";
import { runCommand } from "@/scripts/command";

const isJson = process.argv.includes("--json");
const sessions =
  Number(process.argv.find((arg) => arg.startsWith("--sessions="))?.split("=")[1]) || undefined;

await runCommand(async () => {
  const databases = await openDatabases();
  await checkKeys();
  let shown = -1;
  const access = await seedDemo({
    now: new Date(),
    sessions,
    onProgress: (done, total) => {
      const percent = Math.floor((done / total) * 100);
      if (percent >= shown + 10 || done === total) {
        shown = percent;
        process.stderr.write(`  demo data ${percent} % (${done} of ${total} sessions)\n`);
      }
    },
  });
  if (isJson) console.log(JSON.stringify(access));
  await Promise.all([closeDb(), closeKeys()]);
  await databases.close();
  return 0;
});
