/** A sign-in ends after this many minutes without a call. The server and the browser both use this number. */
export const idleMinutes = 60;

/** The event that a page with personal data listens to: the sign-in has ended, or another member has signed in. */
export const signedOutEvent = "countersign:signed-out";

const channelName = "countersign-sign-in";
type Said = { kind: "out" } | { kind: "in"; memberId: string } | { kind: "active" };

/** Parsed by hand, because a schema library would be loaded with every page for three words. */
function hear(data: unknown): Said | null {
  const { kind, memberId } = (data ?? {}) as Record<string, unknown>;
  if (kind === "out" || kind === "active") return { kind };
  return kind === "in" && typeof memberId === "string" ? { kind, memberId } : null;
}

/** The member this page was rendered for. The server refuses the page's calls once the cookie is another member's. */
let viewer: string | null = null;
let calledAt = Date.now();

/** Returns the id of the member this page was rendered for; null outside the desk. */
export const viewerId = (): string | null => viewer;

export const viewerHeaders = (): Record<string, string> => (viewer ? { "X-Member": viewer } : {});

/**
 * The outcome of the last writes: `unsaved` when the server refused one because the sign-in had ended, `unknown` when
 * one got no answer.
 */
export type LastWrite = "saved" | "unsaved" | "unknown";

const onTheirWay = new Set<Promise<LastWrite>>();

/** Watches a write, so that the page can report its outcome if the sign-in ends meanwhile. */
export function watchWrite(sent: Promise<Response>): void {
  const outcome = sent.then(
    ({ status }): LastWrite => (status === 401 ? "unsaved" : "saved"),
    (): LastWrite => "unknown",
  );
  onTheirWay.add(outcome);
  // Kept for a second longer, because the answer to this write may be what ends the page.
  void outcome.then(() => setTimeout(() => onTheirWay.delete(outcome), 1_000));
}

const patienceMs = 3_000;

async function lastWrite(): Promise<LastWrite> {
  const late = new Promise<LastWrite>((resolve) => setTimeout(resolve, patienceMs, "unknown"));
  const outcomes = await Promise.all([...onTheirWay].map((outcome) => Promise.race([outcome, late])));
  if (outcomes.includes("unsaved")) return "unsaved";
  return outcomes.includes("unknown") ? "unknown" : "saved";
}

/** Notes the HTTP status of a call: it extends the sign-in in every tab, or shows that the sign-in has ended. */
export function noteCall(status: number): void {
  if (status !== 401) calledAt = Date.now();
  else globalThis.dispatchEvent(new Event(signedOutEvent));
}

/** Sends a message to the other tabs of this browser. */
export function tellTabs(message: Said): void {
  if (typeof BroadcastChannel === "undefined") return;
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(message);
  channel.close();
}

let isLeaving = false;

/** Leaves for a page of another site, in place of the sign-in page. Whoever comes back by the browser's history gets that. */
export function leaveFor(url: string): void {
  isLeaving = true;
  window.addEventListener("pageshow", () => location.replace("/sign-in"));
  location.assign(url);
}

const lookMs = 15_000;

/**
 * Watches the sign-in of a page. Hides the page and calls `onEnd` when the sign-in ends in another tab, another
 * member signs in, the server refuses a call, or the page was idle for as long as the server allows.
 * @param onEnd - gets the outcome of the last writes once it is known
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
    if (!isLeaving) void lastWrite().then((last) => (isLeaving ? undefined : onEnd(last)));
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
  // Timers do not run while a laptop is closed, so the check also runs before the page is seen again.
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
