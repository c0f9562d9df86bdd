import { expect, test } from "./fixtures";
import { SessionPage } from "./pages/session-page";
import { documentsOf, sessionUnderReview } from "./support/sessions";

test("a signed address opens its image without any sign-in, and is kept nowhere", async ({
  signInAs,
  openBrowser,
  watch,
}) => {
  // An image opened by itself: the browser would like to style its own frame around it and may not.
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

test("a person's copy carries their name, a client's is the stored one", async ({ signInAs }) => {
  const { id } = await sessionUnderReview();
  const session = new SessionPage(await signInAs("reviewer"));
  await session.openSession(id, "documents");
  const [mine = ""] = await session.loadedImages();
  const [stored] = await documentsOf(id);
  expect(new URL(mine).searchParams.get("viewer")).toMatch(/^mem_/);
  expect(new URL(stored?.url ?? "").searchParams.get("viewer")).toBeNull();
  const bytesAt = async (url: string) => Buffer.from(await (await fetch(url)).arrayBuffer());
  const [own, theirs] = [await bytesAt(mine), await bytesAt(stored?.url ?? "")];
  expect(theirs.length).toBeGreaterThan(10_000);
  expect(own.equals(theirs)).toBe(false);
});

test("an address that differs by a character opens nothing", async () => {
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
