import { expect, type Locator, type Page } from "@playwright/test";
import type { Environment } from "../support/api";
import { SettingsPage } from "./settings-page";

/** Settings → Requests. */
export class RequestSettingsPage extends SettingsPage {
  readonly preview: Locator;
  readonly askSwitch: Locator;

  constructor(page: Page) {
    super(page, "Request");
    this.preview = this.main.getByRole("region", { name: "A request received now" });
    this.askSwitch = this.main.getByRole("switch", { name: "Public request page" });
  }

  async openSettings(environment: Environment = "live"): Promise<void> {
    await this.open(`/${environment}/settings/requests`);
    await expect(this.preview).toContainText("Answer by");
  }
}
