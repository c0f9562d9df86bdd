import { chromium } from "@playwright/test";
import { atMost, type Figure } from "@/bench/figure";
import { launchArguments } from "@/e2e/support/browser";
import { findBrowser } from "@/scripts/browser.mjs";

const idleMs = 2_000;

/** Measures the kilobytes of JavaScript, as sent, that Chromium fetches until a page is idle. */
async function scriptKilobytes(url: string, cookie: string): Promise<number> {
  const browser = await chromium.launch({ executablePath: await findBrowser(), args: launchArguments });
  try {
    const context = await browser.newContext({
      extraHTTPHeaders: { Cookie: cookie },
      viewport: { width: 1440, height: 900 },
    });
    const page = await context.newPage();
    const network = await context.newCDPSession(page);
    await network.send("Network.enable");
    const scripts = new Set<string>();
    let bytes = 0;
    network.on("Network.responseReceived", ({ requestId, type }) => {
      if (type === "Script") scripts.add(requestId);
    });
    network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) bytes += encodedDataLength;
    });
    let lastAt = performance.now();
    network.on("Network.requestWillBeSent", ({ type }) => {
      if (type === "Script") lastAt = performance.now();
    });
    await page.goto(url, { waitUntil: "load" });
    if (page.url().includes("sign-in")) throw new Error("The bench was sent to the sign-in page.");
    // A page that listens for changes never has an idle network, but its scripts finish loading.
    while (performance.now() - lastAt < idleMs) await page.waitForTimeout(100);
    return bytes / 1000;
  } finally {
    await browser.close();
  }
}

/** Compares a page's scripts with its budget in kilobytes. */
export async function scriptWeight(
  name: string,
  url: string,
  cookie: string,
  budget: number,
): Promise<Figure> {
  return atMost(name, await scriptKilobytes(url, cookie), budget, 1);
}
