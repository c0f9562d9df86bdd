import { expect, type Locator, type Page } from "@playwright/test";
import type { Environment } from "../support/api";
import { Desk } from "./desk";

/** Settings → Data access. */
export class DataAccessPage extends Desk {
  readonly switches: Locator;
  readonly preview: Locator;
  readonly changes: Locator;
  readonly save: Locator;
  readonly discard: Locator;
  readonly conflict: Locator;

  constructor(page: Page) {
    super(page);
    this.switches = this.main.getByRole("switch");
    this.preview = page.getByLabel("Answer of the API under these settings");
    this.changes = this.main.locator("footer").getByRole("listitem");
    this.save = page.getByRole("button", { name: "Save" });
    this.discard = page.getByRole("button", { name: "Discard" });
    this.conflict = this.main.getByRole("alert");
  }

  async openSettings(environment: Environment): Promise<void> {
    await this.open(`/${environment}/settings/data-access`);
    await expect(this.preview).toBeVisible();
  }

  field(label: string): Locator {
    return this.main.getByRole("switch", { name: label });
  }

  async saveChanges(): Promise<void> {
    await this.save.click();
    await expect(this.messages).toContainText("Data access changed");
    await expect(this.save).toBeHidden();
  }
}
