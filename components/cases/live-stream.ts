import type { Environment } from "@/lib/actor/actor";
import { viewerId } from "@/lib/browser/presence";
import { caseStreamUrl } from "@/lib/queue/client";

export type LiveEvents = {
  /** Called when the stream opens or reopens; changes before it may have been missed. */
  onReady: () => void;
  /** Called with the text of a `changed` event. */
  onChanged: (data: string) => void;
  /** Called when the server refuses the stream: the sign-in may have ended. */
  onRefused: () => void;
};

/** After this time a stream that the server refused is asked for again. */
const againMs = 15_000;

/** In a browser without shared workers, each visible tab has its own stream. */
function followAlone(environment: Environment, { onReady, onChanged, onRefused }: LiveEvents): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
    if (document.hidden) return;
    const own = new EventSource(caseStreamUrl(environment));
    source = own;
    source.addEventListener("error", () => {
      if (own !== source || own.readyState !== EventSource.CLOSED) return;
      onRefused();
      timer = setTimeout(look, againMs);
    });
    source.addEventListener("ready", onReady);
    source.addEventListener("changed", ({ data }: MessageEvent<string>) => onChanged(data));
  };
  document.addEventListener("visibilitychange", look);
  look();
  return () => {
    document.removeEventListener("visibilitychange", look);
    clearTimeout(timer);
    source?.close();
  };
}

/**
 * Follows the changes of cases. All tabs of a browser share one connection, because over HTTP/1.1 a browser has only
 * six per server, and a stream in each tab would use them up.
 * @returns a function that stops following
 */
export function followCases(environment: Environment, events: LiveEvents): () => void {
  if (typeof SharedWorker === "undefined") return followAlone(environment, events);
  const worker = new SharedWorker("/live.js", { name: `${environment} ${viewerId() ?? ""}` });
  worker.port.addEventListener("message", ({ data }: MessageEvent<{ event: string; data?: string }>) => {
    if (data.event === "ready") events.onReady();
    else if (data.event === "refused") events.onRefused();
    else events.onChanged(data.data ?? "");
  });
  worker.port.start();
  const leave = () => worker.port.postMessage("bye");
  const back = ({ persisted }: PageTransitionEvent) => persisted && worker.port.postMessage("back");
  // React does not clean up effects when a tab is closed, and a tab restored from the cache is as it was left.
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", back);
  return () => {
    window.removeEventListener("pagehide", leave);
    window.removeEventListener("pageshow", back);
    leave();
    worker.port.close();
  };
}
