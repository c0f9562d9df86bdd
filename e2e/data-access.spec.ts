import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { DataAccessPage } from "./pages/data-access-page";
import { SettingsPage } from "./pages/settings-page";
import { readApi } from "./support/api";
import { facts } from "./support/facts";
import { sessionUnderReview } from "./support/sessions";

// The tests change one row of settings, so they run one after another.
test.describe.configure({ mode: "serial" });

type Data = Record<string, unknown>;

const every = [
  ...[
    "first_name",
    "last_name",
    "date_of_birth",
    "address",
    "document_number",
    "nationality",
    "gender",
    "ssn",
  ],
  ...["document_type", "document_expiration_date", "document_issuing_state"],
];
const headers = { "X-Environment": "sandbox", origin: facts().baseUrl };
const address = "/api/v1/settings/data-access";

const dataOf = async (sessionId: string) => {
  const result = await readApi<{ extracted_data: Data }>(`/api/v1/sessions/${sessionId}/result`, "sandbox");
  return result.extracted_data;
};

async function restore(page: Page): Promise<void> {
  const { version } = await (await page.request.get(address, { headers })).json();
  const data = { api_pii_fields: every, version };
  expect((await page.request.patch(address, { headers, data })).status()).toBe(200);
}

test.afterEach(async ({ signInAs }) => restore(await signInAs("admin")));

test("an admin sees the effect of a change before saving, and API clients after", async ({ signInAs }) => {
  const { id } = await sessionUnderReview("sandbox");
  const before = await dataOf(id);
  expect(before).toHaveProperty("last_name");
  const settings = new DataAccessPage(await signInAs("admin"));
  await settings.openSettings("sandbox");
  await expect(settings.switches).toHaveCount(every.length);
  await expect(settings.preview).toContainText('"last_name": "Eriksson"');
  await expect(settings.save).toBeHidden();

  await settings.field("Last name").uncheck();
  await settings.field("Address").uncheck();
  await expect(settings.preview).not.toContainText("last_name");
  await expect(settings.preview).not.toContainText("Maple Street");
  await expect(settings.preview).toContainText('"first_name": "Anna Maria"');
  await expect(settings.changes).toHaveText([
    /^Last name\s*returned\s*withheld$/,
    /^Address\s*returned\s*withheld$/,
  ]);
  expect(await dataOf(id)).toEqual(before);

  await settings.field("Address").check();
  await expect(settings.changes).toHaveCount(1);
  await settings.saveChanges();
  const { last_name: name, ...rest } = before;
  expect(await dataOf(id)).toEqual(rest);
  await settings.page.reload();
  await expect(settings.field("Last name")).not.toBeChecked();
  await expect(settings.field("Address")).toBeChecked();

  // The setting does not limit the export, and the other environment has its own settings.
  const exported = await readApi<{ result: { extracted_data: Data } }>(
    `/api/v1/sessions/${id}/export`,
    "sandbox",
  );
  expect(exported.result.extracted_data).toMatchObject({ last_name: name });
  const live = await readApi<{ extracted_data: Data }>(
    `/api/v1/sessions/${(await sessionUnderReview("live")).id}/result`,
  );
  expect(live.extracted_data).toHaveProperty("last_name");

  await settings.open("/sandbox/audit?action=settings.updated");
  await expect(settings.main.getByRole("row").nth(1)).toContainText("− last name");
});

test("discarding leaves everything as it was", async ({ signInAs }) => {
  const settings = new DataAccessPage(await signInAs("admin"));
  await settings.openSettings("sandbox");
  await settings.field("Gender").uncheck();
  await settings.discard.click();
  await expect(settings.field("Gender")).toBeChecked();
  await expect(settings.save).toBeHidden();
  await expect(settings.preview).toContainText("gender");
});

test("the validity of an image URL has limits, and applies to the next URL", async ({ signInAs }) => {
  const { id } = await sessionUnderReview("sandbox");
  const settings = new SettingsPage(await signInAs("admin"), "Document");
  await settings.open("/sandbox/settings/documents");
  const seconds = settings.page.getByLabel("Image link lifetime, in seconds");
  const given = await seconds.inputValue();
  for (const wrong of ["29", "86401", "1.5", ""]) {
    await seconds.fill(wrong);
    await expect(settings.main.getByRole("alert")).toContainText("from 30 to 86400");
    await expect(settings.save).toBeDisabled();
  }
  await seconds.fill("90");
  await expect(settings.changes).toHaveText([/^Image link lifetime\s*\d+ s\s*90 s$/]);
  await settings.saveChanges();
  const { data } = await readApi<{ data: { expires_in: number }[] }>(
    `/api/v1/sessions/${id}/documents`,
    "sandbox",
  );
  expect(data.map(({ expires_in }) => expires_in)).toEqual(data.map(() => 90));
  await seconds.fill(given);
  await settings.saveChanges();
});

test("at least one format of images is accepted", async ({ signInAs }) => {
  const settings = new SettingsPage(await signInAs("admin"), "Document");
  await settings.open("/sandbox/settings/documents");
  await settings.ready();
  for (const format of ["JPEG", "PNG", "WebP"])
    await settings.main.getByRole("switch", { name: format }).uncheck();
  await expect(settings.main.getByRole("alert")).toContainText("Accept at least one format.");
  await expect(settings.save).toBeDisabled();
  await settings.main.getByRole("switch", { name: "JPEG" }).check();
  await expect(settings.changes).toHaveText([/^PNG images\s*accepted\s*refused$/, /^WebP images/]);
  await settings.saveChanges();
  await settings.page.reload();
  await settings.ready();
  await expect(settings.main.getByRole("switch", { name: "PNG" })).not.toBeChecked();
  for (const format of ["PNG", "WebP"]) await settings.main.getByRole("switch", { name: format }).check();
  await settings.saveChanges();
});

test("a save from an older page is refused, and loses nothing", async ({ signInAs, watch }) => {
  watch.allow(/status of 409 .*\/settings\/data-access/);
  const settings = new DataAccessPage(await signInAs("admin"));
  const faster = new DataAccessPage(await signInAs("admin"));
  await settings.openSettings("sandbox");
  await faster.openSettings("sandbox");
  await faster.field("Gender").uncheck();
  await faster.saveChanges();

  await settings.field("Nationality").uncheck();
  await settings.save.click();
  await expect(settings.conflict).toContainText("Another member changed these settings");
  await expect(settings.field("Gender")).not.toBeChecked();
  await expect(settings.field("Nationality")).not.toBeChecked();
  await expect(settings.changes).toHaveText([/^Nationality\s*returned\s*withheld$/]);
  await settings.saveChanges();

  await faster.page.reload();
  await expect(faster.field("Gender")).not.toBeChecked();
  await expect(faster.field("Nationality")).not.toBeChecked();
});
