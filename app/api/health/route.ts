import { jsonResponse } from "@/lib/http/bytes-response";
import { isReady } from "@/lib/platform/health";
import { replicaStates } from "@/lib/platform/replicas";
import { isLeaving } from "@/lib/platform/stopping";
import { unexpectedSoFar } from "@/lib/platform/unexpected";

export async function GET(): Promise<Response> {
  const isWell = await isReady();
  const ready = isWell && !isLeaving();
  const { count, lastAt } = unexpectedSoFar();
  return jsonResponse(
    {
      status: ready ? "ok" : isWell ? "stopping" : "unavailable",
      // Unhandled errors since this process started. If there are any, the server log explains them.
      unexpected_errors: { count, last_at: lastAt?.toISOString() ?? null },
      // In the order of DATABASE_READ_URLS. Whoever may ask for health learns no address.
      read_replicas: replicaStates().map(({ state, since }) => ({ state, since: since.toISOString() })),
    },
    { status: ready ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}
