import { expect, type Locator, type Page } from "@playwright/test";
import type { SessionTab } from "@/components/sessions/session-tabs";
import type { Environment } from "../support/api";
import { Desk } from "./desk";

/** One session with its tabs. */
export class SessionPage extends Desk {
  readonly tabs: Locator;
  readonly exportButton: Locator;
  readonly redactButton: Locator;

  constructor(page: Page) {
    super(page);
    this.tabs = page.getByRole("navigation", { name: "Session" });
    this.exportButton = page.getByRole("button", { name: "Export" }).first();
    this.redactButton = page.getByRole("button", { name: "Redact…" }).first();
  }

  async openSession(
    sessionId: string,
    tab: SessionTab = "overview",
    environment: Environment = "live",
  ): Promise<void> {
    await this.open(`/${environment}/sessions/${sessionId}?tab=${tab}`);
    await this.expectTab(tab);
  }

  async openTab(tab: SessionTab): Promise<void> {
    await this.tabs.getByRole("link", { name: tab }).click();
    await this.expectTab(tab);
  }

  async expectTab(tab: SessionTab): Promise<void> {
    await expect(this.page).toHaveURL(new RegExp(`[?&]tab=${tab}`));
    await expect(this.tabs.locator("[aria-current=page]")).toHaveText(new RegExp(tab, "i"));
    await expect(this.main.getByText(/^Loading/)).toHaveCount(0);
  }

  /** A card by its heading. */
  card(title: string): Locator {
    return this.main.locator("section, article").filter({
      has: this.page.getByRole("heading", { name: title, exact: true, level: 2 }),
    });
  }

  /** One of the eleven fields: its value and its button. */
  field(label: string): Locator {
    return this.card("Extracted data")
      .locator("dl > div")
      .filter({ has: this.page.locator("dt").getByText(label, { exact: true }) });
  }

  get images(): Locator {
    return this.main.locator("img");
  }

  /** The addresses of all images on the tab, once every one of them has been drawn. */
  async loadedImages(): Promise<string[]> {
    await expect(this.images.first()).toBeVisible();
    const widths = () =>
      this.images.evaluateAll((all) => all.map((image) => (image as HTMLImageElement).naturalWidth));
    await expect.poll(async () => Math.min(...(await widths()))).toBeGreaterThan(0);
    return this.images.evaluateAll((all) => all.map((image) => (image as HTMLImageElement).src));
  }
}
