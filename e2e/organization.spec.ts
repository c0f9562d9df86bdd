import sharp from "sharp";
import { expect } from "./fixtures";
import { OrganizationPage } from "./pages/organization-page";
import { test } from "./support/own";

const square = (colour: string) =>
  sharp({ create: { width: 120, height: 60, channels: 3, background: colour } })
    .png()
    .toBuffer();

test("an admin says who the organization is, and the public page shows it", async ({
  signInAs,
  openBrowser,
}) => {
  const settings = new OrganizationPage(await signInAs("admin"));
  await settings.openSettings();
  await settings.name.fill("Acme Identity GmbH");
  await settings.main.getByLabel("Phone").fill("+49 30 1234");
  await settings.main.getByLabel("Privacy notice").fill("https://acme.example/datenschutz");
  await settings.main.getByLabel("Time zone").selectOption("Europe/Berlin");
  await settings.main.getByLabel("Language").selectOption("de");
  await expect(settings.changes).toHaveText([
    /^Name\s*Demo organization\s*Acme Identity GmbH$/,
    /^Phone\s*nothing\s*\+49 30 1234$/,
    /^Privacy notice\s*nothing\s*https:\/\/acme\.example\/datenschutz$/,
    /^Time zone\s*UTC\s*Europe\/Berlin$/,
    /^Language\s*English\s*Deutsch$/,
  ]);
  await settings.save.click();
  await expect(settings.messages).toContainText("Organization saved");
  await settings.chooseLogo(await square("#0a7"), "logo.png");
  await expect(settings.messages).toContainText("Logo saved");
  await expect(settings.main.getByRole("img", { name: "Logo of Acme Identity GmbH" })).toBeVisible();

  await settings.open("/live/settings/requests");
  await expect(settings.main).toContainText("Days count in the time zone Europe/Berlin");
  const page = settings.page;
  await page.getByRole("switch", { name: "Public request page" }).check();
  await settings.save.click();
  const address = await page.getByRole("textbox", { name: "Page address" }).inputValue();

  const visitor = await (await openBrowser({ locale: "it-IT" })).newPage();
  await visitor.goto(address);
  await expect(visitor.getByRole("heading", { level: 1 })).toContainText("Ihre Daten bei Acme Identity GmbH");
  await expect(visitor.getByRole("img", { name: "Acme Identity GmbH" })).toBeVisible();
  await expect(visitor.locator("address")).toContainText("+49 30 1234");
  await expect(visitor.getByRole("link", { name: "Datenschutzhinweise" })).toHaveAttribute(
    "href",
    "https://acme.example/datenschutz",
  );
});

test("a file that is no picture, or too large, is refused under the logo", async ({ signInAs, watch }) => {
  watch.allow(/status of 422/);
  const settings = new OrganizationPage(await signInAs("admin"));
  await settings.openSettings();
  await settings.chooseLogo(Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"), "logo.png");
  await expect(settings.main.getByRole("alert")).toContainText(
    "Images must be JPEG, PNG or WebP; this one is SVG.",
  );
  await settings.chooseLogo(Buffer.alloc(513 * 1024), "logo.png");
  await expect(settings.main.getByRole("alert")).toContainText("The file is larger than 512 kB.");
});

test("others who read settings read it, and a reviewer does not find it", async ({ signInAs }) => {
  const auditor = new OrganizationPage(await signInAs("auditor"));
  await auditor.openSettings();
  await expect(auditor.name).toHaveAttribute("readonly", "");
  await expect(auditor.main.getByRole("button", { name: /logo/ })).toHaveCount(0);
  const reviewer = new OrganizationPage(await signInAs("reviewer"));
  await reviewer.open("/live/settings/organization");
  await expect(reviewer.page.getByText("You don't have access to this page")).toBeVisible();
});
