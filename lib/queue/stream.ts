import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { stopping } from "@/lib/platform/stopping";
import { watchCases } from "@/lib/records/live";

/** Proxies close silent connections, so the stream sends something at this interval. */
const heartbeatMs = 20_000;
const retryMs = 2_000;
/** A reader with this many unread messages is disconnected. It reconnects and reads everything again. */
const mostUnread = 500;

/**
 * Streams changes of cases as server-sent events: `changed` with the ids, or without ids when there are many. The
 * stream ends when the process stops. A browser reconnects by itself after a lost connection and reads everything
 * again.
 */
export function streamCases(actor: Actor): { open: () => ReadableStream<Uint8Array> } {
  authorize(actor, "cases:read");
  return { open: () => eventStream(actor) };
}

function eventStream(actor: Actor): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop = () => {};
  return new ReadableStream<Uint8Array>({
    start(controller) {
      let isOver = false;
      const end = () => {
        if (isOver) return;
        stop();
        controller.close();
      };
      const send = (text: string) => {
        if (isOver) return;
        if ((controller.desiredSize ?? 0) < -mostUnread) return end();
        controller.enqueue(encoder.encode(text));
      };
      send(`retry: ${retryMs}\nevent: ready\ndata: {}\n\n`);
      const unwatch = watchCases(actor, (ids) =>
        send(`event: changed\ndata: ${JSON.stringify({ ids })}\n\n`),
      );
      const beat = setInterval(() => send(": still here\n\n"), heartbeatMs);
      stopping().addEventListener("abort", end, { once: true });
      stop = () => {
        isOver = true;
        stopping().removeEventListener("abort", end);
        clearInterval(beat);
        unwatch();
      };
    },
    cancel: () => stop(),
  });
}
