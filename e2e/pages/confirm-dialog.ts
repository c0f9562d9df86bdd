import type { Locator, Page } from "@playwright/test";

/** A dialog that asks for a typed text before an action that cannot be undone. */
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
