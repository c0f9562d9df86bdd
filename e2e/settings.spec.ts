import { expect } from "./fixtures";
import { RequestSettingsPage } from "./pages/request-settings-page";
import { test } from "./support/own";

test("server refusals of settings appear under their inputs", async ({ signInAs, watch }) => {
  watch.allow(/status of 422 .*\/settings\/requests/);
  const settings = new RequestSettingsPage(await signInAs("admin"));
  await settings.openSettings("sandbox");
  const place = settings.main.getByLabel("Public holidays");
  await place.fill("germany");
  await expect(place).toHaveAccessibleDescription(/country code such as DE/);
  await expect(settings.save).toBeDisabled();
  // The form is valid, but only the server knows that there is no calendar for this country.
  await place.fill("ZZ");
  await settings.press("Control+s");
  await expect(place).toHaveAccessibleDescription(/This value must be a country or region with a calendar\./);
  await expect(place).toHaveAttribute("aria-invalid", "true");
  await expect(settings.changes).toHaveText([/^Public holidays\s*none\s*ZZ$/]);
  await place.fill("DE-BE");
  await expect(place).not.toHaveAttribute("aria-invalid", "true");
  await settings.saveChanges();
});

test("leaving settings with unsaved changes asks first, and loses nothing", async ({ signInAs }) => {
  const settings = new RequestSettingsPage(await signInAs("admin"));
  await settings.openSettings("sandbox");
  const text = settings.main.getByLabel("Introduction");
  await text.fill("We verify identities.");
  const away = settings.page.getByRole("link", { name: "Overview" });
  await away.click();
  await expect(settings.dialog).toHaveAccessibleName("Leave without saving?");
  await settings.press("Escape");
  await expect(settings.dialog).toBeHidden();
  await expect(settings.page).toHaveURL(/\/settings\/requests$/);
  await away.click();
  await settings.dialog.getByRole("button", { name: "Leave" }).click();
  await expect(settings.page).toHaveURL(/\/overview$/);
  await settings.page.goBack();
  await expect(text).toHaveValue("We verify identities.");
  await text.blur();
  await settings.press("g");
  await settings.press("q");
  await expect(settings.dialog).toHaveAccessibleName("Leave without saving?");
  await settings.dialog.getByRole("button", { name: "Stay" }).click();
  await expect(settings.page).toHaveURL(/\/settings\/requests$/);
  await settings.discard.click();
  await expect(text).toHaveValue("");
  await away.click();
  await expect(settings.page).toHaveURL(/\/overview$/);
});
