// Looks up the sign-ins whose ids it reads, one a line, in a process of its own, and says for each whether it is let in.
import { createInterface } from "node:readline";
import { findPerson } from "@/lib/auth/sign-in";

process.stdout.write("ready\n");
for await (const id of createInterface({ input: process.stdin })) {
  const person = await findPerson(id, "live", { ipAddress: "192.0.2.7" });
  process.stdout.write(person ? "let in\n" : "refused\n");
}
process.exit(0);
