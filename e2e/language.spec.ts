import type { Page } from "@playwright/test";
import { expect } from "./fixtures";
import { Desk } from "./pages/desk";
import { expectAccessible } from "./support/axe";
import { test } from "./support/own";

const german = { locale: "de-DE" };

/** Opens the sandbox's page for requests. @returns its path */
async function openAskPage(admin: Page): Promise<string> {
  const url = new URL("/api/v1/settings/requests", admin.url());
  const headers = { "x-environment": "sandbox", origin: url.origin };
  const before = await (await admin.request.get(url.href, { headers })).json();
  const data = { version: before.version, ask_is_open: true };
  const after = await admin.request.patch(url.href, { headers, data });
  return new URL((await after.json()).ask_url).pathname;
}

test("the page for requests speaks the visitor's language, and refuses in it", async ({
  signInAs,
  openBrowser,
  watch,
}) => {
  watch.allow(/status of 422/);
  const admin = await signInAs("admin");
  await admin.goto("/sandbox/overview");
  const path = await openAskPage(admin);

  const page = await (await openBrowser(german)).newPage();
  await page.goto(path);
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page).toHaveTitle("Ihre Daten und Ihre Rechte · Countersign");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Ihre Daten bei");
  await page.getByLabel("Vorname").fill("Jemand");
  await page.getByLabel("E-Mail-Adresse").fill("keine Adresse");
  const alert = page.locator("form").getByRole("alert");
  await expect(async () => {
    await page.getByRole("button", { name: "Antrag senden" }).click();
    await expect(alert.last()).toHaveText("Bitte prüfen Sie: E-Mail-Adresse.", { timeout: 5_000 });
  }).toPass();
  await expect(alert.first()).toContainText("Geben Sie einen Namen, ein @ und eine Domain an");
  await expectAccessible(page, "a refused form in German");

  await page.getByRole("group", { name: "Sprache" }).getByRole("button", { name: "English" }).click();
  await expect(alert.last()).toHaveText("Please check: E-mail address.");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page).toHaveTitle("Your data and your rights · Countersign");
  await expect(page.getByLabel("First name")).toHaveValue("Jemand");
  await page.reload();
  await expect(page.getByRole("button", { name: "Send request" })).toBeVisible();
});

test("sign-in, and pages that are not found, are German for a German browser", async ({
  openBrowser,
  watch,
}) => {
  watch.allow(/status of 40[14]/);
  const page = await (await openBrowser(german)).newPage();
  for (const [path, title] of [
    ["/ask/nobody/live", "Seite nicht gefunden"],
    ["/delivery/nothing", "Dieser Link ist nicht gültig"],
    ["/verify/nothing", "Dieser Link ist nicht gültig"],
    ["/welcome?token=nothing", "Dieser Link ist nicht gültig"],
    ["/sign-in", "Anmelden"],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await expect(page.locator("html")).toHaveAttribute("lang", "de");
  }
  await expectAccessible(page);
  await page.getByLabel("E-Mail-Adresse").fill("nobody@demo.example");
  await page.getByLabel("Passwort").fill("nothing");
  await page.getByRole("button", { name: "Anmelden", exact: true }).click();
  await expect(page.locator("form").getByRole("alert")).toHaveText(
    "E-Mail-Adresse oder Passwort ist falsch.",
  );
});

test("sign-in is French for a French browser, and Spanish for a Spanish one", async ({ openBrowser }) => {
  for (const [locale, language, title, password] of [
    ["fr-CA", "fr", "Connexion", "Mot de passe"],
    ["es-419", "es", "Iniciar sesión", "Contraseña"],
  ] as const) {
    const page = await (await openBrowser({ locale })).newPage();
    await page.goto("/sign-in");
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await expect(page.getByLabel(password)).toBeVisible();
    await expectAccessible(page, `sign-in in ${language}`);
  }
});

test("members choose the language of the shell, and the pages say that they are English", async ({
  signInAs,
}) => {
  const desk = new Desk(await signInAs("auditor"));
  const { page } = desk;
  const choose = async (account: string, language: string) => {
    await page.getByRole("button", { name: account }).click();
    await page.getByRole("menuitemradio", { name: language }).click();
  };
  await desk.open("/sandbox/sessions");
  await choose("your account", "Deutsch");
  const rail = page.getByRole("navigation", { name: "Hauptnavigation" });
  await expect(rail.getByRole("link", { name: "Warteschlange" })).toBeVisible();
  await expect(desk.main).toHaveAttribute("lang", "en");
  await page.reload();
  await page.getByRole("button", { name: "Ihr Konto" }).click();
  await expect(page.getByRole("menuitemradio", { name: "Deutsch" })).toHaveAttribute("aria-checked", "true");
  await expect(page.getByRole("menu")).toContainText("Die Seiten selbst sind noch auf Englisch.");
  await expectAccessible(page, "the German shell");
  await page.keyboard.press("Escape");
  await choose("Ihr Konto", "English");
  await expect(desk.rail.getByRole("link", { name: "Queue" })).toBeVisible();
});
