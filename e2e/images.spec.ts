import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { SessionPage } from "./pages/session-page";
import { documentsOf, sessionUnderReview } from "./support/sessions";

test("a signed URL opens its image without a sign-in, and is stored nowhere", async ({
  signInAs,
  openBrowser,
  watch,
}) => {
  // The content policy prevents the browser from styling the page that it makes around an image.
  watch.allow(/(violates the following Content Security Policy|Blocked script execution).*\/documents\//);
  watch.allow(/^logged: Content policy: style-src/);
  const { id } = await sessionUnderReview();
  const session = new SessionPage(await signInAs("reviewer"));
  await session.openSession(id, "documents");
  const [url = ""] = await session.loadedImages();

  const elsewhere = await openBrowser();
  const page = await elsewhere.newPage();
  const response = await page.goto(url);
  expect(response?.status()).toBe(200);
  expect(await response?.allHeaders()).toMatchObject({
    "content-type": "image/jpeg",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": expect.stringContaining("default-src 'none'"),
  });
  await expect
    .poll(() => page.locator("img").evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(100);
  expect(await elsewhere.cookies()).toEqual([]);
});

test("a person's copy shows their name, an API client's is the stored one", async ({ signInAs }) => {
  const { id } = await sessionUnderReview();
  const session = new SessionPage(await signInAs("reviewer"));
  await session.openSession(id, "documents");
  const [mine = ""] = await session.loadedImages();
  const [stored] = await documentsOf(id);
  expect(new URL(mine).searchParams.get("issuer")).toMatch(/^mem_/);
  expect(new URL(stored?.url ?? "").searchParams.get("issuer")).toMatch(/^key_/);
  const bytesAt = async (url: string) => Buffer.from(await (await fetch(url)).arrayBuffer());
  const [own, theirs] = [await bytesAt(mine), await bytesAt(stored?.url ?? "")];
  expect(theirs.length).toBeGreaterThan(10_000);
  expect(own.equals(theirs)).toBe(false);
});

test("a URL that differs by a character opens nothing", async () => {
  const { id } = await sessionUnderReview();
  const [front, other] = await documentsOf(id);
  const url = front?.url ?? "";
  expect((await fetch(url)).status).toBe(200);

  const flip = (text: string) => text.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
  const withPart = (name: string, change: (value: string) => string) => {
    const changed = new URL(url);
    changed.searchParams.set(name, change(changed.searchParams.get(name) ?? ""));
    return changed.href;
  };
  const altered = {
    "another last character": flip(url),
    "a later expiry": withPart("expires", (value) => String(Number(value) + 60)),
    "another scope": withPart("scope", (value) => value.replace("live", "sandbox")),
    "another rendering": withPart("variant", () => "thumbnail"),
    "another purpose": withPart("purpose", () => "export"),
    "another document": url.replace(`/${front?.doc_type}?`, `/${other?.doc_type}?`),
    "another session": url.replace(id, flip(id)),
    "a part too many": `${url}&download=1`,
    "a part twice": `${url}&${url.split("&").at(-1)}`,
    "no signature": url.replace(/&sig=.*/, ""),
    "capital letters": url.replace(/sig=(.*)/, (_, sig: string) => `sig=${sig.toUpperCase()}`),
  };
  for (const [what, address] of Object.entries(altered)) {
    expect(address, what).not.toBe(url);
    const answer = await fetch(address);
    expect(answer.status, what).toBe(403);
    expect(answer.headers.get("content-type"), what).toContain("json");
  }
});

/** Opens the Documents tab of a session with the front of a card and a selfie. */
async function openViewer(page: Page): Promise<SessionPage> {
  const { id } = await sessionUnderReview();
  const session = new SessionPage(page);
  await session.openSession(id, "documents");
  await session.loadedImages();
  await expect(session.picture("Front")).toBeVisible();
  return session;
}

test("two images side by side move together, by keyboard", async ({ signInAs }) => {
  const session = await openViewer(await signInAs("reviewer"));
  const looks = async () => [await session.look("Front"), await session.look("Selfie")];
  await session.press("c");
  await expect(session.picture("Selfie")).toBeVisible();
  await expect(session.picture("Front")).toBeVisible();
  const [front, selfie] = await looks();
  await session.press("+", "+", "+");
  await expect.poll(() => session.look("Front")).not.toBe(front);
  await expect.poll(() => session.look("Selfie")).not.toBe(selfie);
  const [nearFront, nearSelfie] = await looks();
  await session.press("ArrowDown");
  await expect.poll(() => session.look("Front")).not.toBe(nearFront);
  await expect.poll(() => session.look("Selfie")).not.toBe(nearSelfie);

  await session.press("k");
  const [, unlinked] = await looks();
  await session.press("0");
  await expect.poll(() => session.look("Front")).toBe(front);
  expect(await session.look("Selfie")).toBe(unlinked);
  await session.press("k");
  await expect.poll(() => session.look("Selfie")).toBe(selfie);

  await session.press("s", "1");
  await expect(session.page).toHaveURL(/[?&]doc=selfie/);
  const panes = session.main.getByRole("group", { name: /^(Front|Selfie)$/ });
  await expect(panes.first()).toHaveAccessibleName("Selfie");
  await session.page.reload();
  await session.ready();
  await session.showImages();
  await expect(session.picture("Front")).toBeVisible();
  await session.press("c");
  await expect(session.picture("Front")).toHaveCount(0);
});

test("images are turned, brightened, inverted and magnified by keyboard; the settings are kept without a trace of the person", async ({
  signInAs,
}) => {
  const session = await openViewer(await signInAs("reviewer"));
  const { page } = session;
  const plain = await session.look("Front");
  await session.press("r");
  await expect.poll(() => session.look("Front, turned 90°")).not.toBe(plain);
  await session.press("r", "r", "r", "]", "]", "i", "l");
  await expect(session.main).toContainText("brightness 120 %, inverted");
  const filter = () => session.picture("Front").evaluate((canvas) => getComputedStyle(canvas).filter);
  expect(await filter()).toBe("invert(1) brightness(1.2) contrast(1)");

  const loupe = session.main.locator("[data-loupe]");
  const [glass, stage] = await Promise.all([loupe.boundingBox(), session.picture("Front").boundingBox()]);
  if (!glass || !stage) throw new Error("There is no loupe on the stage.");
  expect(glass.x + glass.width / 2).toBeCloseTo(stage.x + stage.width / 2, 0);
  await page.mouse.move(stage.x + 200, stage.y + 150);
  await expect
    .poll(async () => (await loupe.boundingBox())?.x)
    .toBeCloseTo(stage.x + 200 - glass.width / 2, 0);

  await session.press("b");
  const panel = page.getByRole("dialog", { name: "Brightness and contrast" });
  await expect(panel.getByRole("slider", { name: "Brightness" })).toBeFocused();
  await session.press("ArrowLeft", "i");
  await expect(panel.getByRole("switch", { name: "Invert" })).not.toBeChecked();
  await session.press("b");
  await expect(panel).toBeHidden();
  await page.reload();
  await session.showImages();
  await expect(session.main).toContainText("brightness 110 %");
  await expect(loupe).toBeVisible();
  expect(await page.evaluate(() => Object.entries(localStorage))).toEqual([
    [
      "countersign:viewer",
      '{"brightness":110,"contrast":100,"isInverted":false,"isLinked":true,"hasLoupe":true,"isComparing":false,"hasPortrait":false}',
    ],
  ]);
});

test("wheel and double click zoom at the pointer, and no drag loses the picture", async ({ signInAs }) => {
  const session = await openViewer(await signInAs("reviewer"));
  const { mouse } = session.page;
  const whole = (await session.zoom.textContent()) ?? "";
  const stage = await session.picture("Front").boundingBox();
  if (!stage) throw new Error("There is no stage.");
  const middle = { x: stage.x + stage.width / 2, y: stage.y + stage.height / 2 };
  await mouse.move(middle.x, middle.y);
  await mouse.wheel(0, -240);
  await expect(session.zoom).not.toHaveText(whole);
  await mouse.wheel(0, 5000);
  await mouse.wheel(0, 5000);
  await mouse.wheel(0, 5000);
  await expect(session.zoom).toHaveText(whole);
  await mouse.dblclick(middle.x + 40, middle.y);
  await expect(session.zoom).toHaveText(/^100/);

  await mouse.down();
  await mouse.move(middle.x + 3000, middle.y + 3000, { steps: 4 });
  await mouse.up();
  const isCovered = await session.picture("Front").evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const pixel = canvas.getContext("2d")?.getImageData(canvas.width / 2, canvas.height / 2, 1, 1);
    return pixel?.data[3] === 255;
  });
  expect(isCovered).toBe(true);
  await mouse.dblclick(middle.x, middle.y);
  await expect(session.zoom).toHaveText(whole);
});

test("an image that does not load is requested once more, then by the reviewer", async ({
  signInAs,
  watch,
}) => {
  watch.allow(/status of 403/);
  const page = await signInAs("reviewer");
  const { id } = await sessionUnderReview();
  const whole = /\/documents\/id_front\?/;
  let lists = 0;
  page.on("request", (request) => {
    if (/\/documents\/show$/.test(request.url())) lists += 1;
  });
  await page.route(whole, (route) => route.fulfill({ status: 403 }));
  const session = new SessionPage(page);
  await session.openSession(id, "documents");
  await session.showImages();
  await expect(session.main).toContainText("The image did not load");
  // The page loads the image once, and once more because its URL may have expired.
  expect(lists).toBe(2);
  await page.unroute(whole);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(session.picture("Front")).toBeVisible();
  expect(lists).toBe(3);
});
