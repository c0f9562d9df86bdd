import { expect, type Locator, type Page } from "@playwright/test";
import type { Environment } from "../support/api";
import { Desk } from "./desk";

/** The list of sessions. */
export class SessionsPage extends Desk {
  readonly search: Locator;
  readonly rows: Locator;
  readonly pages: Locator;

  constructor(page: Page) {
    super(page);
    this.search = page.getByRole("searchbox", { name: /^Find a session/ });
    this.rows = page.locator("tr[data-row]");
    this.pages = page.getByRole("navigation", { name: "Pages" });
  }

  async openList(query = "", environment: Environment = "live"): Promise<void> {
    await this.open(`/${environment}/sessions${query && `?${query}`}`);
  }

  async ids(): Promise<string[]> {
    return this.rows.evaluateAll((rows) => rows.map((row) => row.getAttribute("data-row") ?? ""));
  }

  row(sessionId: string): Locator {
    return this.page.locator(`tr[data-row="${sessionId}"]`);
  }

  checkbox(sessionId: string): Locator {
    return this.row(sessionId).getByRole("checkbox");
  }

  async searchFor(text: string): Promise<void> {
    await this.search.fill(text);
    await this.search.press("Enter");
  }

  /** The text of a filter, which names its value when it is on. */
  filter(label: string): Locator {
    return this.main.getByRole("button", { name: new RegExp(`^${label}`) });
  }

  async choose(label: string, option: string): Promise<void> {
    await this.filter(label).click();
    await this.page.getByRole("dialog", { name: label }).getByRole("checkbox", { name: option }).check();
    await this.page.keyboard.press("Escape");
  }

  /** Rows of the current answer; grey rows belong to the previous one. */
  async expectRows(ids: readonly string[]): Promise<void> {
    await expect(async () => expect(await this.ids()).toEqual(ids)).toPass();
    await expect(this.page.locator("table[aria-busy=true]")).toHaveCount(0);
  }
}
