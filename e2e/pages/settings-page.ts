import { expect, type Locator, type Page } from "@playwright/test";
import { Desk } from "./desk";

/** A page of settings: a bar lists the changes until they are saved. */
export class SettingsPage extends Desk {
  readonly changes: Locator;
  readonly save: Locator;
  readonly discard: Locator;
  readonly conflict: Locator;

  constructor(
    page: Page,
    private readonly title: string,
  ) {
    super(page);
    const bar = this.main.locator("footer");
    this.changes = bar.getByRole("listitem");
    this.save = bar.getByRole("button", { name: "Save" });
    this.discard = bar.getByRole("button", { name: "Discard" });
    this.conflict = bar.getByRole("alert");
  }

  async saveChanges(): Promise<void> {
    await this.save.click();
    await expect(this.messages).toContainText(`${this.title} settings saved`);
    await expect(this.save).toBeHidden();
  }
}
