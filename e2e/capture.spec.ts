import type { Page } from "@playwright/test";
import { specimens } from "@/test/specimens";
import { expect } from "./fixtures";
import { Desk } from "./pages/desk";
import { callApi, readApi } from "./support/api";
import { expectAccessible } from "./support/axe";
import { launchArguments } from "./support/browser";
import { asPerson, decideAs } from "./support/cases";
import { test } from "./support/own";
import { isSigned, startReceiver } from "./support/receiver";

const camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];
test.use({
  installation: "capture",
  launchOptions: async ({ launchOptions }, use) =>
    use({ ...launchOptions, args: [...launchArguments, ...camera] }),
});

type Session = { id: string; capture_url: string; status: string; case_id: string | null };

const phone = { viewport: { width: 390, height: 844 }, locale: "en-GB" };
const photo = async (drawn: Promise<Buffer>) => ({
  name: "photo.jpg",
  mimeType: "image/jpeg",
  buffer: await drawn,
});

async function createdSession(environment: "live" | "sandbox", body: object = {}): Promise<Session> {
  const answer = await callApi("/api/v1/sessions", { environment, method: "POST", body });
  return (await answer.json()) as Session;
}

/** Agrees and takes every picture: documents as files, the face with the camera. */
async function capture(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole("button", { name: "Agree and begin" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("Tick the box");
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Agree and begin" }).click();
  await page.getByLabel("Document").selectOption("drivers_license");
  await page.getByRole("button", { name: "Continue" }).click();
  const file = page.locator("input[type=file]");
  for (const [heading, drawn] of [
    ["The front of your document", specimens.front()],
    ["The back of your document", specimens.back()],
  ] as const) {
    await expect(page.getByRole("heading", { name: heading })).toBeFocused();
    await file.setInputFiles(await photo(drawn));
    await expect(page.getByRole("img", { name: /Your picture/ })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Use this picture" }).click();
  }
  await expect(page.getByRole("heading", { name: "A picture of your face" })).toBeFocused();
  await page.getByRole("button", { name: "Use the camera" }).click();
  await expect(page.getByRole("button", { name: "Take the picture" })).toBeFocused();
  await expect
    .poll(() => page.locator("video").evaluate((video: HTMLVideoElement) => video.videoWidth))
    .toBeGreaterThan(0);
  await page.getByRole("button", { name: "Take the picture" }).click();
  await page.getByRole("button", { name: "Use this picture" }).click();
  await expect(page.getByRole("heading", { name: "Your details" })).toBeFocused();
}

test("an applicant is captured, evaluated, decided, exported and erased", async ({
  openBrowser,
  signInAs,
  watch,
}) => {
  const receiver = await startReceiver();
  const admin = await signInAs("admin");
  const { secret } = await asPerson<{ secret: string }>(admin, "POST", "/webhooks/endpoints", {
    url: receiver.url,
  });
  const session = await createdSession("live", {
    external_ref: "cust_capture",
    redirect_url: "https://shop.example/back",
    fields: { first_name: "Erika" },
  });
  const browser = await openBrowser(phone);
  const page = await browser.newPage();
  await page.goto(session.capture_url);
  await expectAccessible(page);
  await capture(page, session.capture_url);
  await new Desk(page).expectNoSidewaysScroll();

  const other = await (await openBrowser(phone)).newPage();
  await other.goto(session.capture_url);
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("This link is open in another browser");
  await page.reload();
  await expect(page.getByLabel("Document")).toHaveValue("drivers_license");
  await page.getByRole("button", { name: "Continue" }).click();
  for (let step = 0; step < 3; step++) {
    await expect(page.getByText("A picture was sent.")).toBeVisible();
    await page.getByRole("button", { name: "Continue" }).click();
  }
  await expect(page.getByLabel("First names")).toHaveValue("Erika");
  await page.getByLabel("Last names").fill("Mustermann");
  await page.getByLabel("Date of birth").fill("1964-08-12");
  await page.getByLabel("Valid until").fill("2035-01-01");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send everything" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("We have received everything");
  await expect(page.getByRole("link", { name: "Continue to shop.example" })).toHaveAttribute(
    "href",
    "https://shop.example/back",
  );
  await expectAccessible(page);

  await expect
    .poll(async () => (await readApi<Session>(`/api/v1/sessions/${session.id}`)).status)
    .toBe("under_review");
  const { case_id: caseId } = await readApi<Session>(`/api/v1/sessions/${session.id}`);
  const reviewer = new Desk(await signInAs("reviewer"));
  await reviewer.open(`/live/queue/${caseId}`, "Case");
  await reviewer.press("t");
  await expect(reviewer.main).toContainText("Mustermann");
  await decideAs(reviewer.page, caseId ?? "", "approve");
  await expect
    .poll(() => receiver.arrivals.map(({ event }) => event))
    .toEqual(
      expect.arrayContaining([
        "session.created",
        "session.started",
        "session.requires-review",
        "case.approved",
      ]),
    );
  expect(receiver.arrivals.every((arrival) => isSigned(arrival, secret))).toBe(true);
  const told = receiver.arrivals.map(({ body }) => body).join();
  expect(told).not.toContain("Mustermann");

  const exported = await readApi<{ session: object; documents: object[] }>(
    `/api/v1/sessions/${session.id}/export`,
  );
  expect(exported.documents).toHaveLength(3);
  expect(exported.session).toMatchObject({ fields: { last_name: "Mustermann" }, consent_language: "en" });
  const compliance = await signInAs("compliance");
  const why = encodeURIComponent("the applicant asked for it");
  await asPerson(compliance, "DELETE", `/sessions/${session.id}/data?confirm=${session.id}&reason=${why}`);
  watch.allow(/status of 404/);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link is not valid");
  receiver.stop();
});

test("a sandbox session gets real pictures, and its outcome is chosen", async ({ openBrowser }) => {
  const session = await createdSession("sandbox");
  const page = await (await openBrowser({ ...phone, viewport: { width: 360, height: 740 } })).newPage();
  await capture(page, session.capture_url);
  await new Desk(page).expectNoSidewaysScroll();
  await page.getByLabel("First names").fill("Erika");
  await page.getByLabel("Last names").fill("Mustermann");
  await page.getByLabel("Date of birth").fill("1964-08-12");
  await page.getByRole("button", { name: "Send everything" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("We have received everything");
  const at = `/api/v1/sessions/${session.id}`;
  expect((await readApi<Session>(at, "sandbox")).status).toBe("sandbox_pending");
  await callApi(`${at}/simulate`, { environment: "sandbox", method: "POST", body: { action: "approve" } });
  expect((await readApi<Session>(at, "sandbox")).status).toBe("completed");
});

test("an applicant who refuses the camera is told what to do", async ({ openBrowser, watch }) => {
  watch.allow(/status of 422/);
  const session = await createdSession("live");
  const browser = await openBrowser(phone);
  await browser.addInitScript(() => {
    // There is no camera in the empty page from which the browser starts.
    if (!navigator.mediaDevices) return;
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  });
  const page = await browser.newPage();
  await page.goto(session.capture_url);
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Agree and begin" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Use the camera" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("may not use the camera");
  await page.locator("input[type=file]").setInputFiles({
    name: "photo.jpg",
    mimeType: "image/jpeg",
    buffer: Buffer.from("not a picture"),
  });
  await page.getByRole("button", { name: "Use this picture" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("cannot be used");
});
