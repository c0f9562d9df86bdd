import { jsonResponse } from "@/lib/http/bytes-response";
import { isReady } from "@/lib/platform/health";
import { unexpectedSoFar } from "@/lib/platform/unexpected";

export async function GET(): Promise<Response> {
  const ready = await isReady();
  const { count, lastAt } = unexpectedSoFar();
  return jsonResponse(
    {
      status: ready ? "ok" : "unavailable",
      // Errors that no request answered for since this process started: a number above 0 is worth a look at the log.
      unexpected_errors: { count, last_at: lastAt?.toISOString() ?? null },
    },
    { status: ready ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}
