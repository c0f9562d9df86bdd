import { expect, type Locator, type Page } from "@playwright/test";
import { SettingsPage } from "./settings-page";

/** Settings → Organization. */
export class OrganizationPage extends SettingsPage {
  readonly name: Locator;

  constructor(page: Page) {
    super(page, "Organization");
    this.name = this.main.getByRole("textbox", { name: /^Name( \(required\))?$/ });
  }

  async openSettings(): Promise<void> {
    await this.open("/live/settings/organization");
    await expect(this.name).not.toHaveValue("");
  }

  async chooseLogo(bytes: Buffer, name: string): Promise<void> {
    await this.main.locator("input[type=file]").setInputFiles({ name, mimeType: "image/png", buffer: bytes });
  }
}
