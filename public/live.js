// One event stream for all tabs of a browser: browsers keep six connections to a server over HTTP/1.1, and a stream in
// every tab would leave none for anything else. A tab says "bye" when it needs the stream no longer, and "back" when it
// comes out of the browser's memory of pages. The worker is named after the environment and the member, so that another
// member's tabs have a stream of their own.

const [environment = ""] = self.name.split(" ");
const address = `/api/v1/cases/stream?environment=${encodeURIComponent(environment)}`;

/** @type {Set<MessagePort>} */
const tabs = new Set();
/** @type {EventSource | null} */
let source = null;
let isReady = false;
/** After this time a stream that the server refused is asked for again. */
const againMs = 15_000;

const tell = (message) => {
  for (const tab of tabs) tab.postMessage(message);
};

function open() {
  // A stream that the server refused, as after a sign-out or while it starts, does not come back by itself.
  if (source && source.readyState !== EventSource.CLOSED) return;
  isReady = false;
  source = new EventSource(address);
  source.addEventListener("ready", () => {
    isReady = true;
    tell({ event: "ready" });
  });
  source.addEventListener("changed", ({ data }) => tell({ event: "changed", data }));
  source.addEventListener("error", ({ target }) => {
    if (target !== source || target.readyState !== EventSource.CLOSED) return;
    tell({ event: "refused" });
    setTimeout(() => tabs.size > 0 && open(), againMs);
  });
}

self.addEventListener("connect", ({ ports: [tab] }) => {
  const come = () => {
    tabs.add(tab);
    open();
    if (isReady) tab.postMessage({ event: "ready" });
  };
  const leave = () => {
    tabs.delete(tab);
    if (tabs.size > 0) return;
    source?.close();
    source = null;
  };
  tab.addEventListener("message", ({ data }) => (data === "bye" ? leave() : come()));
  tab.start();
  come();
});
