// Seals repeatedly when it is told to, so that a test can kill it in the middle: seal-process.ts
import { once } from "node:events";
import { sealEvents } from "@/lib/audit-chain/seal";

process.stdout.write("ready\n");
await once(process.stdin, "data");
for (;;) await sealEvents();
