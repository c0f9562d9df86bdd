import { expect, type Locator, type Page } from "@playwright/test";
import type { Environment } from "../support/api";
import { SettingsPage } from "./settings-page";

/** Settings → Review. */
export class ReviewSettingsPage extends SettingsPage {
  readonly dualReview: Locator;
  readonly approaching: Locator;
  readonly overdue: Locator;
  readonly rules: Locator;
  readonly addRule: Locator;
  readonly reviewers: Locator;

  constructor(page: Page) {
    super(page, "Review");
    this.dualReview = this.main.getByRole("switch", { name: "Dual review", exact: true });
    this.approaching = this.main.getByLabel("Warn after (h)");
    this.overdue = this.main.getByLabel("Overdue after (h)");
    this.rules = this.main.locator("ol > li");
    this.addRule = this.main.getByRole("button", { name: "Add rule" });
    this.reviewers = this.main.getByRole("table", { name: "Reviewers and their limits" });
  }

  async openSettings(environment: Environment = "live"): Promise<void> {
    await this.open(`/${environment}/settings/review`);
    await expect(this.dualReview).toBeVisible();
  }

  reviewer(name: string): Locator {
    return this.reviewers.getByRole("row", { name: new RegExp(`^${name}`) });
  }

  async openWorkload(name: string): Promise<void> {
    await this.reviewers.getByRole("button", { name: `Change ${name}` }).click();
    await expect(this.dialog).toBeVisible();
  }

  async ruleNames(): Promise<string[]> {
    return this.rules.locator("p.font-medium").allInnerTexts();
  }
}
