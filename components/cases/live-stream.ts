import type { Environment } from "@/lib/actor/actor";
import { viewerId } from "@/lib/browser/presence";
import { caseStreamUrl } from "@/lib/queue/client";

export type LiveEvents = {
  /** The stream is open, for the first time or again: something may have been missed before it. */
  onReady: () => void;
  /** The text of a `changed` event. */
  onChanged: (data: string) => void;
};

/** Where the browser has no shared workers, each tab has a stream of its own for as long as it is seen. */
function followAlone(environment: Environment, { onReady, onChanged }: LiveEvents): () => void {
  let source: EventSource | null = null;
  const look = () => {
    source?.close();
    source = null;
    if (document.hidden) return;
    source = new EventSource(caseStreamUrl(environment));
    source.addEventListener("ready", onReady);
    source.addEventListener("changed", ({ data }: MessageEvent<string>) => onChanged(data));
  };
  document.addEventListener("visibilitychange", look);
  look();
  return () => {
    document.removeEventListener("visibilitychange", look);
    source?.close();
  };
}

/**
 * Follows the changes of cases. All tabs of a browser share one connection to the server: over HTTP/1.1 a browser
 * keeps six of them, and a stream in each tab would leave none for the seventh.
 * @returns a function that stops following
 */
export function followCases(environment: Environment, events: LiveEvents): () => void {
  if (typeof SharedWorker === "undefined") return followAlone(environment, events);
  const worker = new SharedWorker("/live.js", { name: `${environment} ${viewerId() ?? ""}` });
  worker.port.addEventListener("message", ({ data }: MessageEvent<{ event: string; data?: string }>) => {
    if (data.event === "ready") events.onReady();
    else events.onChanged(data.data ?? "");
  });
  worker.port.start();
  const leave = () => worker.port.postMessage("bye");
  const back = ({ persisted }: PageTransitionEvent) => persisted && worker.port.postMessage("back");
  // A tab that is closed takes no effects down, and one that is gone back to comes as it was.
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", back);
  return () => {
    window.removeEventListener("pagehide", leave);
    window.removeEventListener("pageshow", back);
    leave();
    worker.port.close();
  };
}
