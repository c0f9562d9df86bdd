import { expect, type Locator, type Page } from "@playwright/test";

/** The frame of every page: rail, environment, account menu, messages. */
export class Desk {
  readonly rail: Locator;
  readonly environments: Locator;
  readonly stripe: Locator;
  readonly main: Locator;
  readonly dialog: Locator;
  readonly messages: Locator;

  constructor(readonly page: Page) {
    this.rail = page.getByRole("navigation", { name: "Main" });
    this.environments = page.getByRole("navigation", { name: "Environment" });
    this.stripe = page.getByRole("complementary", { name: "Environment" });
    this.main = page.getByRole("main");
    this.dialog = page.getByRole("dialog");
    this.messages = page.getByRole("region", { name: "Messages" });
  }

  /** Opens a page and waits until it reacts to clicks and keys, also to those of its own group. */
  async open(path: string, keys?: string): Promise<void> {
    await this.page.goto(path);
    await this.ready(keys);
  }

  /** Waits until React has set the page's keys: `?` then lists them. */
  async ready(keys = "Everywhere"): Promise<void> {
    const dialog = this.page.getByRole("dialog", { name: "Keyboard" });
    // A key that React did not see yet is lost; each further one gets twice the time.
    let patience = 250;
    await expect(async () => {
      patience *= 2;
      await this.page.keyboard.press("?");
      await expect(dialog).toBeVisible({ timeout: patience });
      const isTold = await dialog.getByRole("heading", { name: keys, exact: true }).isVisible();
      if (!isTold) await this.page.keyboard.press("Escape");
      expect(isTold, `keys of ${keys}`).toBe(true);
    }).toPass();
    await this.page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  }

  /** The areas in the rail, without the numbers beside them. */
  async navItems(): Promise<string[]> {
    const texts = await this.rail.getByRole("link").allInnerTexts();
    return texts.map((text) => text.split("\n")[0]?.trim() ?? "");
  }

  async switchTo(environment: "Live" | "Sandbox"): Promise<void> {
    await this.environments.getByRole("link", { name: environment }).click();
    await this.page.waitForURL(`**/${environment.toLowerCase()}/**`);
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Returns the cookie as a request sends it; no script can read it. */
  async signInCookie(): Promise<string> {
    const cookies = await this.page.context().cookies();
    const cookie = cookies.find(({ name }) => name === "countersign");
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
    return `countersign=${cookie?.value}`;
  }

  async chooseFromAccount(item: "My account" | "Sign out" | "Sign out everywhere"): Promise<void> {
    await this.page.getByRole("button", { name: /your account/ }).click();
    await this.page.getByRole("menuitem", { name: item, exact: true }).click();
  }

  /** Expects that the page does not scroll sideways; tables in it may. */
  async expectNoSidewaysScroll(): Promise<void> {
    const wider = await this.page.evaluate(() =>
      [document.documentElement, document.body, ...document.querySelectorAll("main")]
        .filter((element) => element.scrollWidth > element.clientWidth)
        .map((element) => `${element.tagName} ${element.scrollWidth} > ${element.clientWidth}`),
    );
    expect(wider, `sideways scroll on ${this.page.url()}`).toEqual([]);
  }
}
