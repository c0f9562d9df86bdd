import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { isSignedIn, type Person } from "@/lib/auth/sign-in";
import { watchCases } from "@/lib/cases/live";

/** Proxies close connections that say nothing; ours says something before they do. */
const heartbeatMs = 20_000;
const retryMs = 2_000;

/**
 * The changes of cases as server-sent events: `changed` with the ids, none when there were many. It ends with the
 * sign-in of whoever listens; the browser comes back by itself after a lost connection and reads afresh.
 */
export function streamCases(actor: Actor): Response {
  authorize(actor, "cases:read");
  const encoder = new TextEncoder();
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      send(`retry: ${retryMs}\nevent: ready\ndata: {}\n\n`);
      const unwatch = watchCases(actor, (ids) =>
        send(`event: changed\ndata: ${JSON.stringify({ ids })}\n\n`),
      );
      const beat = setInterval(async () => {
        const isIn =
          actor.kind !== "person" || (await isSignedIn((actor as Person).signInId).catch(() => true));
        if (isIn) return send(": still here\n\n");
        stop();
        controller.close();
      }, heartbeatMs);
      stop = () => {
        clearInterval(beat);
        unwatch();
      };
    },
    cancel: () => stop(),
  });
  return new Response(body, {
    headers: { "Content-Type": "text/event-stream", "X-Accel-Buffering": "no" },
  });
}
