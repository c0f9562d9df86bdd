/** How long a page may stand without a call before its sign-in has ended by itself; the server counts the same. */
export const idleMinutes = 60;

/** Heard by the page that shows personal data: its sign-in has ended, or is somebody else's now. */
export const signedOutEvent = "countersign:signed-out";

const channelName = "countersign-sign-in";
type Said = { kind: "out" } | { kind: "in"; memberId: string } | { kind: "active" };

/** By hand: a schema library would be loaded with every page for three words. */
function hear(data: unknown): Said | null {
  const { kind, memberId } = (data ?? {}) as Record<string, unknown>;
  if (kind === "out" || kind === "active") return { kind };
  return kind === "in" && typeof memberId === "string" ? { kind, memberId } : null;
}

/** Whom this page was drawn for. The server refuses its calls once the browser's cookie is another member's. */
let viewer: string | null = null;
let calledAt = Date.now();

export const viewerHeaders = (): Record<string, string> => (viewer ? { "X-Member": viewer } : {});

/**
 * Notes a call to the server and its HTTP status: it keeps the sign-in alive in every tab, or shows that it has ended.
 * A write that was refused for that is lost, and whoever sent it is told.
 */
export function noteCall(status: number, isWrite = false): void {
  if (status !== 401) calledAt = Date.now();
  else globalThis.dispatchEvent(new CustomEvent(signedOutEvent, { detail: { isWrite } }));
}

/** Tells the other tabs of this browser. */
export function tellTabs(message: Said): void {
  if (typeof BroadcastChannel === "undefined") return;
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(message);
  channel.close();
}

const lookMs = 15_000;

/**
 * Watches over a page that was drawn for a member: calls `onEnd` when the sign-in ends in another tab, becomes another
 * member's, is refused by the server, or has been idle for as long as the server allows.
 * @param onEnd - is told whether a write was lost
 * @returns a function that stops watching
 */
export function watchSignIn(memberId: string, onEnd: (hasLostWrite: boolean) => void): () => void {
  viewer = memberId;
  calledAt = Date.now();
  let toldAt = calledAt;
  const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(channelName);
  channel?.postMessage({ kind: "in", memberId } satisfies Said);
  channel?.addEventListener("message", ({ data }) => {
    const heard = hear(data);
    if (heard?.kind === "active") calledAt = Date.now();
    if (heard?.kind === "out" || (heard?.kind === "in" && heard.memberId !== memberId)) onEnd(false);
  });
  const look = () => {
    if (Date.now() - calledAt >= idleMinutes * 60_000) return onEnd(false);
    if (calledAt <= toldAt) return;
    toldAt = Date.now();
    channel?.postMessage({ kind: "active" } satisfies Said);
  };
  const timer = setInterval(look, lookMs);
  const refused = (event: Event) => onEnd(event instanceof CustomEvent && event.detail.isWrite === true);
  // A laptop that was closed overnight runs no timers: it looks before anything is seen.
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pageshow", look);
  window.addEventListener(signedOutEvent, refused);
  return () => {
    clearInterval(timer);
    channel?.close();
    document.removeEventListener("visibilitychange", look);
    window.removeEventListener("pageshow", look);
    window.removeEventListener(signedOutEvent, refused);
  };
}
