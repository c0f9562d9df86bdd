import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import { atMost, type Figure, median } from "@/bench/figure";
import { launchArguments } from "@/e2e/support/browser";
import { findBrowser } from "@/scripts/browser.mjs";

/** The demo's desk: a server with cases that have images, and the cookie of a member who may claim them. */
export type DeskSide = { url: string; cookie: string };

const slowdown = 4;
const patienceMs = 30_000;
const rounds = 7;

async function withContext<T>(cookie: string, work: (context: BrowserContext) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({ executablePath: await findBrowser(), args: launchArguments });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const pairs = cookie
      .split("; ")
      .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]);
    await context.addCookies(
      pairs.map(([name = "", value = ""]) => ({ name, value, url: "http://localhost" })),
    );
    return await work(context);
  } finally {
    await browser.close();
  }
}

async function slowPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  return page;
}

/** Returns the page's clock when the first frame in which `isDone` is true has been drawn. */
const untilPainted = (page: Page, isDone: string) =>
  page.evaluate(
    `new Promise((resolve, reject) => {
      const deadline = performance.now() + ${patienceMs};
      const drawn = new MessageChannel();
      drawn.port1.onmessage = () => resolve(performance.now());
      const look = () => {
        if (performance.now() > deadline) return reject(new Error("nothing was painted at " + location.href));
        if (${isDone}) return drawn.port2.postMessage("");
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    })`,
  ) as Promise<number>;

const allThumbnails = `[...document.querySelectorAll("section[aria-label=Documents] li img")].filter((image) => image.complete && image.naturalWidth > 0).length >= 3`;
const painted = `document.querySelector("canvas[data-painted]")`;

/** Returns when the browser painted the first image: the picture in the page, or the canvas after it. */
const untilImagePainted = (page: Page) =>
  Promise.race([
    page.evaluate(
      `new Promise((resolve) => new PerformanceObserver((list) => resolve(list.getEntries()[0].renderTime)).observe({ type: "element", buffered: true }))`,
    ) as Promise<number>,
    untilPainted(page, painted),
  ]);

type Images = { bytes: Buffer; type: string }[];

/** Fetches the images of a case as its reviewer does. */
async function imagesOf({ url, cookie }: DeskSide, sessionId: string): Promise<Images> {
  const headers = { Cookie: cookie, "X-Environment": "live", "Key-Inflection": "camel" };
  const answer = await (await fetch(`${url}/api/v1/sessions/${sessionId}/documents`, { headers })).json();
  const three = answer.data.filter((document: { isAvailable: boolean }) => document.isAvailable).slice(0, 3);
  return Promise.all(
    three.map(async (document: { url: string }) => {
      const image = await fetch(new URL(document.url, url));
      return { bytes: Buffer.from(await image.arrayBuffer()), type: image.headers.get("content-type") ?? "" };
    }),
  );
}

/** Serves a page of only these images during the work. */
async function withStaticPage<T>(images: Images, work: (side: DeskSide) => Promise<T>): Promise<T> {
  const body = images.map((_, each) => `<img elementtiming=image src=/${each}>`).join("");
  const server = createServer((request, response) => {
    const image = images[Number(/^\/(\d)$/.exec(request.url ?? "")?.[1])];
    if (image) return response.writeHead(200, { "Content-Type": image.type }).end(image.bytes);
    response
      .writeHead(200, { "Content-Type": "text/html" })
      .end(`<!doctype html><style>img{width:30vw}</style>${body}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  try {
    return await work({ url, cookie: "none=none" });
  } finally {
    server.close();
  }
}

const loaded = (count: number) =>
  `[...document.images].filter((image) => image.complete && image.naturalWidth > 0).length >= ${count}`;

/** Measures how long a running browser needs to paint all of these images. */
const warmStaticPage = (images: Images): Promise<number> =>
  withStaticPage(images, ({ url, cookie }) =>
    withContext(cookie, async (context) => {
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const page = await slowPage(context);
        await page.goto(url, { waitUntil: "commit" });
        times.push(await untilPainted(page, loaded(images.length)));
        await page.close();
      }
      return median(times);
    }),
  );

/** Compares the time from a decision to the next case with three images to a page of three images. */
export async function nextCaseVsStatic(desk: DeskSide): Promise<Figure> {
  const spent: number[] = [];
  let sessionId = "";
  await withContext(desk.cookie, async (context) => {
    const page = await slowPage(context);
    await page.goto(`${desk.url}/live/queue`);
    // A button does nothing until its script has run.
    await page.waitForTimeout(4_000);
    await page.getByRole("button", { name: /claim next/i }).click();
    for (let round = 0; round < rounds; round++) {
      await page.waitForURL(/queue\/rvc/);
      await untilPainted(page, `${painted} && ${allThumbnails}`);
      // While the reviewer looks at the case, the next one is fetched.
      await page.waitForTimeout(6_000);
      const before = await page.evaluate(() => ({
        path: location.pathname,
        shown: document.querySelector<HTMLElement>("canvas[data-painted]")?.dataset.painted,
      }));
      await page.evaluate(() => {
        addEventListener("keydown", (event) => Object.assign(window, { pressedAt: event.timeStamp }), {
          capture: true,
          once: true,
        });
      });
      await page.keyboard.press("a");
      const isNext = `location.pathname !== ${JSON.stringify(before.path)}
        && ${painted} && ${painted}.dataset.painted !== ${JSON.stringify(before.shown)} && ${allThumbnails}`;
      const at = await untilPainted(page, isNext);
      spent.push(at - (await page.evaluate(() => (window as unknown as { pressedAt: number }).pressedAt)));
    }
    const caseId = page.url().split("/").at(-1);
    const headers = { Cookie: desk.cookie, "X-Environment": "live", "Key-Inflection": "camel" };
    sessionId = (await (await fetch(`${desk.url}/api/v1/cases/${caseId}`, { headers })).json()).sessionId;
  });
  const floor = await warmStaticPage(await imagesOf(desk, sessionId));
  return atMost("next-case-vs-static", median(spent), floor, 2);
}

/** Rounds that are not measured: the browser is new to the page, but the server has run for a while. */
const warmingRounds = 3;

async function coldPage(
  desk: DeskSide,
  target: string,
  until: (page: Page) => Promise<number>,
): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < warmingRounds + rounds; round++) {
    await withContext(desk.cookie, async (context) => {
      const page = await slowPage(context);
      await page.goto(desk.url + target, { waitUntil: "commit" });
      times.push(await until(page));
    });
  }
  return median(times.slice(warmingRounds));
}

/** Returns the page as our server sends it, without scripts: a static page with the same rows. */
async function withoutScripts({ url, cookie }: DeskSide, target: string): Promise<string> {
  const html = await (await fetch(url + target, { headers: { Cookie: cookie } })).text();
  const still = html
    .replaceAll(/<script\b[^>]*>.*?<\/script>/gs, "")
    .replaceAll(/<link[^>]*as="(script|font)"[^>]*>/g, "");
  if (!still.includes("<tbody")) throw new Error("The queue has no rows without scripts.");
  return still;
}

/** Compares the first row of the queue, on a first visit, to a static page with the same rows. */
export async function queueFirstRowVsStatic(desk: DeskSide): Promise<Figure> {
  const target = "/live/queue?tab=all";
  const row = (page: Page) => untilPainted(page, `document.querySelector("tbody tr")`);
  const ours = await coldPage(desk, target, row);
  const html = await withoutScripts(desk, target);
  const server = createServer((_, response) =>
    response.writeHead(200, { "Content-Type": "text/html" }).end(html),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  try {
    return atMost(
      "queue-first-row-vs-static",
      ours,
      await coldPage({ url, cookie: "none=none" }, "/", row),
      2.5,
    );
  } finally {
    server.close();
  }
}

/** Compares the first image of the desk, on a first visit, to a page that paints it from disk. */
export async function deskFirstImageVsStatic(desk: DeskSide): Promise<Figure> {
  const headers = { Cookie: desk.cookie, "X-Environment": "live", "Key-Inflection": "camel" };
  const { data } = await (await fetch(`${desk.url}/api/v1/cases?tab=all`, { headers })).json();
  // Images are shown at once to the member who has claimed the case.
  const claim = { method: "POST", headers: { ...headers, Origin: desk.url }, body: "{}" };
  const claimed = await fetch(`${desk.url}/api/v1/cases/${data[0].id}/claim`, claim);
  if (!claimed.ok) throw new Error(`the claim answered ${claimed.status}: ${await claimed.text()}`);
  const images = await imagesOf(desk, data[0].sessionId);
  const ours = await coldPage(desk, `/live/queue/${data[0].id}`, untilImagePainted);
  const floor = await withStaticPage(images, (side) => coldPage(side, "/", untilImagePainted));
  return atMost("desk-first-image-vs-static", ours, floor, 2.5);
}
