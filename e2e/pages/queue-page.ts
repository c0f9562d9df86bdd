import { expect, type Locator, type Page } from "@playwright/test";
import type { Environment } from "../support/api";
import { Desk } from "./desk";

/** The queue. */
export class QueuePage extends Desk {
  readonly tabs: Locator;
  readonly takeNext: Locator;
  readonly rows: Locator;

  constructor(page: Page) {
    super(page);
    this.tabs = page.getByRole("navigation", { name: "Queues" });
    this.takeNext = page.getByRole("button", { name: "Claim next" });
    this.rows = this.main.locator("tbody tr");
  }

  async openQueue(query = "", environment: Environment = "live"): Promise<void> {
    await this.open(`/${environment}/queue${query ? `?${query}` : ""}`, "Queue");
  }

  row(caseId: string): Locator {
    return this.main.locator(`tr[data-row="${caseId}"]`);
  }

  tab(name: string): Locator {
    return this.tabs.getByRole("link", { name });
  }

  /** The number on a tab. */
  async count(name: string): Promise<number> {
    const text = await this.tab(name).locator("span").textContent();
    return Number(text?.replace(/\D/g, ""));
  }

  async expectCount(name: string, count: number): Promise<void> {
    await expect.poll(() => this.count(name)).toBe(count);
  }
}
