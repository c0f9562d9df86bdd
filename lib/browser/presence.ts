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

/** The member whom this page was drawn for; null before a page of the desk is there. */
export const viewerId = (): string | null => viewer;

export const viewerHeaders = (): Record<string, string> => (viewer ? { "X-Member": viewer } : {});

/** What became of what was sent last: a write that the server refused for the sign-in is lost, one without an answer may be. */
export type LastWrite = "saved" | "unsaved" | "unknown";

const onTheirWay = new Set<Promise<LastWrite>>();

/** Keeps an eye on a write, so that a page whose sign-in ends meanwhile can say what became of it. */
export function watchWrite(sent: Promise<Response>): void {
  const outcome = sent.then(
    ({ status }): LastWrite => (status === 401 ? "unsaved" : "saved"),
    (): LastWrite => "unknown",
  );
  onTheirWay.add(outcome);
  // Kept for a moment: the call's own answer is what ends the page.
  void outcome.then(() => setTimeout(() => onTheirWay.delete(outcome), 1_000));
}

const patienceMs = 3_000;

async function lastWrite(): Promise<LastWrite> {
  const late = new Promise<LastWrite>((resolve) => setTimeout(resolve, patienceMs, "unknown"));
  const outcomes = await Promise.all([...onTheirWay].map((outcome) => Promise.race([outcome, late])));
  if (outcomes.includes("unsaved")) return "unsaved";
  return outcomes.includes("unknown") ? "unknown" : "saved";
}

/** Notes a call's HTTP status: it keeps the sign-in alive in every tab, or shows that it has ended. */
export function noteCall(status: number): void {
  if (status !== 401) calledAt = Date.now();
  else globalThis.dispatchEvent(new Event(signedOutEvent));
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
 * @param onEnd - is told what became of what was sent last, once that is known; what the page shows goes before
 * @returns a function that stops watching
 */
export function watchSignIn(memberId: string, onEnd: (last: LastWrite) => void): () => void {
  viewer = memberId;
  calledAt = Date.now();
  let toldAt = calledAt;
  let hasEnded = false;
  const end = () => {
    if (hasEnded) return;
    hasEnded = true;
    document.body.hidden = true;
    void lastWrite().then(onEnd);
  };
  const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(channelName);
  channel?.postMessage({ kind: "in", memberId } satisfies Said);
  channel?.addEventListener("message", ({ data }) => {
    const heard = hear(data);
    if (heard?.kind === "active") calledAt = Date.now();
    if (heard?.kind === "out" || (heard?.kind === "in" && heard.memberId !== memberId)) end();
  });
  const look = () => {
    if (Date.now() - calledAt >= idleMinutes * 60_000) return end();
    if (calledAt <= toldAt) return;
    toldAt = Date.now();
    channel?.postMessage({ kind: "active" } satisfies Said);
  };
  const timer = setInterval(look, lookMs);
  // A laptop that was closed overnight runs no timers: it looks before anything is seen.
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pageshow", look);
  window.addEventListener(signedOutEvent, end);
  return () => {
    clearInterval(timer);
    channel?.close();
    document.removeEventListener("visibilitychange", look);
    window.removeEventListener("pageshow", look);
    window.removeEventListener(signedOutEvent, end);
  };
}
