// Sends webhooks until it is killed, with shorter limits than those of a server.
import { startSender } from "@/lib/outbox/sender";

process.stdin.resume();
process.stdout.write("ready\n");
startSender(0.1, { attemptSeconds: 1, leaseSeconds: 2 });
