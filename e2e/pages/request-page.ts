import { type Download, expect, type Locator, type Page } from "@playwright/test";

/** One data-subject request and its checklist. */
export class RequestPage {
  readonly main: Locator;
  readonly actions: Locator;
  readonly dialog: Locator;
  readonly clock: Locator;
  readonly certificate: Locator;

  constructor(readonly page: Page) {
    this.main = page.locator("#main");
    this.actions = page.getByRole("region", { name: "Actions" });
    this.dialog = page.getByRole("dialog");
    this.certificate = page
      .locator("section")
      .filter({ has: page.getByRole("heading", { name: "Certificate of erasure" }) })
      .last();
    this.clock = page.getByRole("region", { name: "Clock" });
  }

  get id(): string {
    return this.page.url().split("/").at(-1) ?? "";
  }

  step(name: string): Locator {
    return this.page
      .getByRole("navigation", { name: "Checklist" })
      .getByRole("listitem")
      .filter({ hasText: name });
  }

  async expectDone(name: string): Promise<void> {
    await expect(this.step(name)).toContainText("done");
  }

  async press(name: string | RegExp): Promise<void> {
    await this.actions.getByRole("button", { name }).click();
  }

  /** Saves a file with a button of the certificate. */
  async save(name: string): Promise<Download> {
    const saving = this.page.waitForEvent("download");
    await this.certificate.getByRole("button", { name }).click();
    return saving;
  }

  /** Repeats the key, because a page does not react until its script has run. */
  async openNew(): Promise<void> {
    await expect(async () => {
      await this.page.keyboard.press("n");
      await expect(this.dialog).toBeVisible({ timeout: 5_000 });
    }).toPass();
  }

  /** Creates a request by keyboard from the list. */
  async receive(environment: string, kind: string, externalRef: string): Promise<void> {
    await this.page.goto(`/${environment}/requests`);
    await this.openNew();
    await this.dialog.getByLabel("Request type").selectOption({ label: kind });
    await this.dialog.getByLabel("Customer reference").fill(externalRef);
    await this.page.keyboard.press("Enter");
    await expect(this.page).toHaveURL(/\/requests\/dsr_/);
  }

  async verify(): Promise<void> {
    await this.press("Verify requester");
    await this.dialog.getByRole("button", { name: "Mark as verified" }).click();
    await expect(this.dialog).toBeHidden();
    await this.expectDone("Requester verified");
  }

  /** Opens the preview of the answer and confirms it. */
  async review(): Promise<void> {
    await this.press("Review answer…");
    await expect(this.dialog.getByRole("region", { name: "Recipient" })).toBeVisible();
    await this.dialog.getByRole("button", { name: "Mark as reviewed" }).click();
    await expect(this.dialog).toBeHidden();
    await this.expectDone("Answer reviewed");
  }

  async deliver(to: string): Promise<void> {
    await this.press("Mark as delivered…");
    await this.dialog.getByLabel("Channel").selectOption({ label: "Letter" });
    await this.dialog.getByLabel("Recipient").fill(to);
    await this.dialog.getByRole("button", { name: "Mark as delivered" }).click();
    await expect(this.dialog).toBeHidden();
    await this.expectDone("Answer delivered");
  }

  async acceptAll(): Promise<number> {
    await this.press("Find data");
    const open = this.main.getByRole("button", { name: /^Accept ses_/ });
    await expect(open.first()).toBeVisible();
    const count = await open.count();
    for (let left = count; left > 0; left--) {
      await open.first().click();
      await expect(open).toHaveCount(left - 1);
    }
    await this.expectDone("Data found");
    return count;
  }

  /** The plan's entry for a session. */
  plan(sessionId: string): Locator {
    return this.page
      .getByRole("table", { name: "Effect of the erasure on each session" })
      .getByRole("row")
      .filter({ has: this.page.locator(`a[title="${sessionId}"]`) });
  }
}
