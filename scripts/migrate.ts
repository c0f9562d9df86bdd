// Applies the migrations of both databases: npm run db:migrate
import { openDatabases } from "@/lib/platform/databases";
import { runCommand } from "@/scripts/command";

await runCommand(async () => {
  const databases = await openDatabases();
  console.log("Both databases are up to date.");
  await databases.close();
  return 0;
});
