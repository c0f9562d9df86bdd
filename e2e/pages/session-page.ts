import { expect, type Locator, type Page } from "@playwright/test";
import type { SessionTab } from "@/components/sessions/session-tabs";
import type { Environment } from "../support/api";
import { Desk } from "./desk";

/** One session with its tabs. */
export class SessionPage extends Desk {
  readonly tabs: Locator;
  readonly exportButton: Locator;
  readonly redactButton: Locator;
  /** The addresses of whole images, in the order of their requests. */
  private readonly fetched: string[] = [];

  constructor(page: Page) {
    super(page);
    this.tabs = page.getByRole("navigation", { name: "Session" });
    this.exportButton = page.getByRole("button", { name: "Export" }).first();
    this.redactButton = page.getByRole("button", { name: "Redact…" }).first();
    page.on("request", (request) => {
      if (request.resourceType() === "fetch" && /\/documents\/\w+\?/.test(request.url()))
        this.fetched.push(request.url());
    });
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

  /** Whole images and thumbnails. */
  get images(): Locator {
    return this.main.locator("canvas[role=img], img");
  }

  /** A whole image on the stage, by its document: `Front`, or `Front, turned 90°`. */
  picture(name: string | RegExp): Locator {
    return this.main.getByRole("img", { name });
  }

  get zoom(): Locator {
    return this.main.getByLabel("Zoom", { exact: true });
  }

  /** Returns the present look of a whole image, to compare it later. */
  look(name: string): Promise<string> {
    return this.picture(name).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Shows images, which are hidden in a case that the member has not claimed. */
  async showImages(): Promise<void> {
    const show = this.main.getByRole("button", { name: "Show images" });
    const shown = this.main.locator("canvas[data-painted]").first();
    await expect(show.or(shown).or(this.main.getByText("The image did not load")).first()).toBeVisible();
    if (await show.isVisible()) await show.click();
  }

  /** Waits until every image on the tab is drawn. @returns their addresses, the open one first */
  async loadedImages(): Promise<string[]> {
    await this.showImages();
    await expect(this.main.locator("canvas[data-painted]").first()).toBeVisible();
    const thumbnails = this.main.locator("img");
    const widths = () =>
      thumbnails.evaluateAll((all) => all.map((image) => (image as HTMLImageElement).naturalWidth));
    await expect.poll(async () => Math.min(...(await widths()))).toBeGreaterThan(0);
    const small = await thumbnails.evaluateAll((all) => all.map((image) => (image as HTMLImageElement).src));
    return [...this.fetched, ...small];
  }
}
