import type { Locator, Page } from "@playwright/test";
import { Desk } from "./desk";

/** The audit log of the live environment. */
export class AuditPage extends Desk {
  readonly events: Locator;

  constructor(page: Page) {
    super(page);
    this.events = page.getByRole("table", { name: /^Audit events/ }).locator("tbody tr");
  }

  /** Filters events of one session, or of one type. */
  async openFor(sessionId: string, event?: string): Promise<void> {
    await this.open("/live/audit");
    if (event) await this.page.getByRole("combobox", { name: "Event" }).selectOption(event);
    await this.page.getByRole("searchbox", { name: "Resource id" }).fill(sessionId);
    await this.page.getByRole("button", { name: "Filter" }).click();
    await this.page.waitForURL(`**/live/audit?*resource=${sessionId}*`);
  }

  event(name: string): Locator {
    return this.events.filter({ hasText: name });
  }
}
