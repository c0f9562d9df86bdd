import { jsonResponse } from "@/lib/http/bytes-response";
import { isReady } from "@/lib/platform/health";
import { unexpectedSoFar } from "@/lib/platform/unexpected";

export async function GET(): Promise<Response> {
  const ready = await isReady();
  const { count, lastAt } = unexpectedSoFar();
  return jsonResponse(
    {
      status: ready ? "ok" : "unavailable",
      // Unhandled errors since this process started. If there are any, the server log explains them.
      unexpected_errors: { count, last_at: lastAt?.toISOString() ?? null },
    },
    { status: ready ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}
