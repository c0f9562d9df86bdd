import { expect } from "./fixtures";
import { DeskPage } from "./pages/desk-page";
import { expectAccessible } from "./support/axe";
import { fillQueue, firstWaiting } from "./support/cases";
import { test } from "./support/own";

test("the face on the document stands beside the selfie, with a frame set by keyboard or mouse", async ({
  signInAs,
}) => {
  const page = await signInAs("lead");
  await fillQueue(page, 3);
  const desk = new DeskPage(page);
  await desk.openCase(await firstWaiting());
  await desk.claim();
  await expect(desk.main.locator("canvas[data-painted]").first()).toBeVisible();

  await desk.press("v");
  const faces = desk.main.getByRole("region", { name: "Portrait and selfie" });
  await expect(faces).toContainText("No portrait is known. Set a frame around the face.");
  await expect(faces.getByRole("img", { name: "Selfie" })).toBeVisible();
  const face = faces.getByRole("img", { name: "Face on: Front" });
  const whole = await face.boundingBox();

  const set = faces.getByRole("button", { name: "Set frame: Face on: Front" });
  await set.focus();
  await desk.press("Enter");
  const frame = faces.getByRole("button", { name: "Frame of the face: Face on: Front" });
  await expect(frame).toBeFocused();
  const start = await frame.boundingBox();
  await desk.press("ArrowRight", "ArrowRight", "Shift+ArrowDown");
  const moved = await frame.boundingBox();
  expect(moved?.x).toBeGreaterThan(start?.x ?? 0);
  expect(moved?.height).toBeGreaterThan(start?.height ?? 0);
  await desk.press("Escape");
  await expect(frame).toHaveCount(0);
  await expect(set).toBeFocused();
  await expect(faces).toContainText("No portrait is known");

  await desk.press("Enter", "ArrowRight", "Enter");
  await expect(frame).toHaveCount(0);
  await expect(faces).not.toContainText("No portrait is known");
  const cropped = await face.boundingBox();
  expect((cropped?.width ?? 0) / (cropped?.height ?? 1)).toBeLessThan(
    (whole?.width ?? 0) / (whole?.height ?? 1),
  );

  // The mouse does the same, and the frame is remembered by this browser.
  await set.click();
  const box = await frame.boundingBox();
  if (!box) throw new Error("The frame is not shown.");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 30, box.y + box.height / 2 + 10, { steps: 3 });
  await page.mouse.up();
  expect((await frame.boundingBox())?.x).toBeGreaterThan(box.x + 20);
  await faces.getByRole("button", { name: "Use frame" }).click();
  await expect(frame).toHaveCount(0);
  await expectAccessible(page, "portrait", "main");
  await page.reload();
  await expect(faces.getByRole("img", { name: "Face on: Front" })).toBeVisible();
  await expect(faces).not.toContainText("No portrait is known");

  await desk.ready("Documents");
  await desk.press("?");
  await expect(desk.dialog).toContainText("Portrait beside selfie");
  await desk.press("Escape", "1");
  await expect(faces).toHaveCount(0);
});
