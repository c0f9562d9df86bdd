import type { Locator, Page } from "@playwright/test";

/** What cannot be undone wants a text typed. */
export class ConfirmDialog {
  readonly root: Locator;
  readonly input: Locator;
  readonly confirm: Locator;

  constructor(page: Page, title: string) {
    this.root = page.getByRole("dialog", { name: title });
    this.input = this.root.getByRole("textbox", { name: "Type" });
    this.confirm = this.root.getByRole("button", { name: /^Redact/ });
  }
}
