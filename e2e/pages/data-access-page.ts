import { expect, type Locator, type Page } from "@playwright/test";
import type { Environment } from "../support/api";
import { SettingsPage } from "./settings-page";

/** Settings → Data access. */
export class DataAccessPage extends SettingsPage {
  readonly switches: Locator;
  readonly preview: Locator;

  constructor(page: Page) {
    super(page, "Data access");
    this.switches = this.main.getByRole("switch");
    this.preview = page.getByLabel("API response with these settings");
  }

  async openSettings(environment: Environment): Promise<void> {
    await this.open(`/${environment}/settings/data-access`);
    await expect(this.preview).toBeVisible();
  }

  field(label: string): Locator {
    return this.main.getByRole("switch", { name: label });
  }
}
