// Authenticates the keys that it reads, one a line, in a process of its own, and says for each whether it was let in.
import { createInterface } from "node:readline";
import { authenticateApiKey } from "@/lib/auth/api-key";

process.stdout.write("ready\n");
for await (const secret of createInterface({ input: process.stdin })) {
  const actor = await authenticateApiKey(secret, { ipAddress: "192.0.2.7" });
  process.stdout.write(actor ? "let in\n" : "refused\n");
}
process.exit(0);
