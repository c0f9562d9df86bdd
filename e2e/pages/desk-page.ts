import { expect, type Locator, type Page } from "@playwright/test";
import type { Environment } from "../support/api";
import { Desk } from "./desk";

export type Choice = "approve" | "reject" | "escalate";

/** A case on the desk. */
export class DeskPage extends Desk {
  readonly bar: Locator;
  readonly approve: Locator;
  readonly reject: Locator;
  readonly escalate: Locator;
  readonly take: Locator;
  readonly next: Locator;
  readonly fields: Locator;
  readonly screening: Locator;
  readonly openHits: Locator;
  readonly note: Locator;
  readonly images: Locator;

  constructor(page: Page) {
    super(page);
    this.bar = this.main.locator("footer").last();
    this.approve = this.bar.getByRole("button", { name: "Approve" });
    this.reject = this.bar.getByRole("button", { name: "Reject" });
    this.escalate = this.bar.getByRole("button", { name: "Escalate" });
    this.take = this.bar.getByRole("button", { name: "Claim", exact: true });
    this.next = this.bar.getByRole("button", { name: "Next" });
    this.fields = this.main.getByRole("region", { name: "Document vs. submitted data" });
    this.screening = this.main.getByRole("region", { name: /^Screening/ });
    this.openHits = this.screening.getByRole("button", { name: /^Not a match:/ });
    this.note = this.main.getByRole("textbox", { name: "Add a note" });
    this.images = this.main.locator("canvas[role=img], img");
  }

  /** Collects what screen readers announce from now on. */
  async listen(): Promise<void> {
    await this.page.addInitScript(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const element = target instanceof Element ? target : target.parentElement;
          const text = element?.closest("body > [role=status]")?.textContent?.trim();
          if (text && said.at(-1) !== text) said.push(text);
        }
      }).observe(document, { childList: true, subtree: true, characterData: true });
    });
  }

  said(): Promise<string[]> {
    return this.page.evaluate(() => (window as unknown as { said: string[] }).said);
  }

  async openCase(caseId: string, environment: Environment = "live"): Promise<void> {
    await this.page.goto(`/${environment}/queue/${caseId}`);
    await expect(this.fields).toBeVisible();
    await this.expectFocus();
    await this.ready();
  }

  /** The case in the address. */
  get caseId(): string {
    return decodeURIComponent(new URL(this.page.url()).pathname.split("/")[3] ?? "");
  }

  /** Waits until another case is on the desk, its first image painted. */
  async expectAnotherCase(before: string): Promise<void> {
    await expect(this.page).toHaveURL((url) => /\/queue\/rvc_/.test(url.href) && !url.href.includes(before));
    // The address changes before the page does.
    await expect(this.page.getByRole("button", { name: `Case ID ${this.caseId}, copy` })).toBeVisible();
    await this.expectStanding();
  }

  async expectStanding(): Promise<void> {
    await expect(this.main.locator("canvas[data-painted]").first()).toBeVisible();
    await this.expectFocus();
  }

  /** Claims the case by keyboard, if it is not claimed. */
  async claim(): Promise<void> {
    if (!(await this.take.isVisible())) return;
    await this.press("t");
    await expect(this.take).toBeHidden();
    // A key of a decision that is pressed before its button is there does nothing.
    await expect(this.reject).toBeVisible();
  }

  /** Dismisses every open hit by keyboard with the first reason. @returns how many there were */
  async dismissHits(): Promise<number> {
    const count = await this.openHits.count();
    for (let left = count; left > 0; left--) {
      await this.press("d");
      await expect(this.dialog).toHaveAccessibleName(/^Not a match: /);
      await this.expectFocus();
      await this.press("1");
      await expect(this.dialog).toBeHidden();
      await expect(this.openHits).toHaveCount(left - 1);
    }
    return count;
  }

  /** Claims and decides by keyboard: a rejection with the fourth reason, an escalation to any lead. */
  async decide(choice: Choice): Promise<void> {
    await this.claim();
    if (choice === "approve") {
      await this.dismissHits();
      return this.press("a");
    }
    await this.press(choice === "reject" ? "j" : "e");
    await expect(this.dialog).toBeVisible();
    await this.expectFocus();
    if (choice === "reject") await this.press("4");
    await this.press("Enter");
    await expect(this.dialog).toBeHidden();
  }

  /** Expects the focus on the page, not lost with the previous content. */
  async expectFocus(): Promise<void> {
    const place = () => this.page.evaluate(() => document.activeElement?.tagName);
    await expect.poll(place, "where the focus is").not.toBe("BODY");
    expect(await place()).toBeTruthy();
  }
}
