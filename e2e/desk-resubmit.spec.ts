import { expect } from "./fixtures";
import { DeskPage } from "./pages/desk-page";
import { readApi } from "./support/api";
import { expectAccessible } from "./support/axe";
import { caseOf, casesOf } from "./support/cases";
import { test } from "./support/own";

// Other specs of the desk decide every case of the shared installation.
test.use({ installation: "resubmit" });

type Session = { status: string };

test("a reviewer asks for another picture by keyboard, and takes it back", async ({ signInAs }) => {
  const page = await signInAs("reviewer");
  const desk = new DeskPage(page);
  let id = "";
  for (const found of await casesOf("tab=unassigned")) {
    const { status } = await readApi<Session>(`/api/v1/sessions/${found.session_id}`);
    if (status === "under_review") id = found.id;
  }
  expect(id).not.toBe("");
  await desk.openCase(id);
  await desk.claim();
  await desk.press("o");
  await expect(desk.dialog).toHaveAccessibleName("Ask for another picture");
  await expect(desk.dialog).toContainText("Countersign mails nothing");
  const send = desk.dialog.getByRole("button", { name: "Ask for picture" });
  await expect(send).toBeDisabled();
  await expect(desk.dialog.getByLabel("Front")).toBeFocused();
  await desk.press("Space");
  await desk.dialog.getByLabel("Reason").selectOption("glare");
  await desk.dialog.getByLabel("Message to the applicant (optional)").fill("Please turn off the lamp.");
  await expectAccessible(page, "ask for another picture", "dialog");
  await send.click();
  await expect(desk.dialog).toBeHidden();
  await expect(desk.messages).toContainText("Asked for another picture");
  const { session_id: sessionId } = await caseOf(id);
  await expect
    .poll(async () => (await readApi<Session>(`/api/v1/sessions/${sessionId}`)).status)
    .toBe("pending");
  expect((await casesOf("tab=unassigned")).map((each) => each.id)).not.toContain(id);

  await desk.messages.getByRole("button", { name: /Undo/ }).click();
  await expect(page).toHaveURL(new RegExp(id));
  await expect
    .poll(async () => (await readApi<Session>(`/api/v1/sessions/${sessionId}`)).status)
    .toBe("under_review");
  await expect(desk.main).not.toContainText("Asked for front");

  await desk.press("o", "Space");
  await send.click();
  await expect(desk.dialog).toBeHidden();
  await expect
    .poll(async () => (await readApi<Session>(`/api/v1/sessions/${sessionId}`)).status)
    .toBe("pending");
  await desk.openCase(id);
  await expect(desk.main).toContainText("Asked for front by Demo Reviewer");
  await expect(desk.main).toContainText("Waiting for the applicant.");
  await page.setViewportSize({ width: 1024, height: 768 });
  await desk.expectNoSidewaysScroll();
  await expectAccessible(page, "a case that waits", "main");
});
