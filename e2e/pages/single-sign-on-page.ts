import { expect } from "@playwright/test";
import { Desk } from "./desk";

/** Settings, Single sign-on: one OIDC connection named Acme ID, and the proof of its domain. */
export class SingleSignOnPage extends Desk {
  openPage(): Promise<void> {
    return this.open("/live/settings/single-sign-on");
  }

  async lookUp(issuer: string): Promise<void> {
    await this.dialog.getByLabel("Issuer").fill(issuer);
    await this.dialog.getByRole("button", { name: "Look up" }).click();
  }

  /** Fills the rest of the dialog after the look-up, with a client that the provider does not know yet. */
  async createConnection(): Promise<{ redirectUri: string; link: string }> {
    const { dialog } = this;
    await dialog.getByLabel("Client ID").fill("not-yet");
    await dialog.getByLabel("Client secret").fill("not-yet");
    await dialog.getByRole("switch", { name: /Create members/ }).check();
    await dialog.getByRole("button", { name: "Add group" }).click();
    await dialog.getByLabel("Group 1", { exact: true }).fill("desk-leads");
    await dialog.getByLabel("Role of group 1").selectOption("lead");
    await dialog.getByRole("button", { name: "Create connection" }).click();
    await expect(dialog).toHaveAccessibleName("Set up Acme ID");
    const redirectUri = await dialog.getByRole("textbox", { name: "Redirect URI" }).inputValue();
    const link = await dialog.getByRole("textbox", { name: "Link to sign in" }).inputValue();
    await dialog.getByRole("button", { name: "Done" }).click();
    return { redirectUri, link };
  }

  async changeClientId(id: string): Promise<void> {
    await this.main.getByRole("button", { name: "Change Acme ID" }).click();
    await this.dialog.getByLabel("Client ID").fill(id);
    await expect(this.dialog.getByRole("region", { name: "Changes" })).toContainText(
      `Client ID: not-yet → ${id}`,
    );
    await this.dialog.getByRole("button", { name: "Save" }).click();
    await expect(this.dialog).toBeHidden();
  }

  async replaceSecret(secret: string): Promise<void> {
    await this.main.getByRole("button", { name: "Replace the client secret of Acme ID" }).click();
    await this.dialog.getByLabel("Client secret").fill(secret);
    await this.dialog.getByRole("button", { name: "Replace secret" }).click();
    await expect(this.dialog).toBeHidden();
  }

  async addDomain(domain: string): Promise<void> {
    await this.main.getByRole("button", { name: "Add domain" }).click();
    await this.dialog.getByLabel("Domain").fill(domain);
    await this.dialog.getByRole("button", { name: "Add domain" }).click();
  }

  /** Publishes the record of the only domain, and has it verified. */
  async proveDomain(domain: string, records: Map<string, string[]>): Promise<void> {
    const record = await this.main.getByRole("textbox", { name: "Record value" }).inputValue();
    records.set(`_countersign.${domain}`, [record]);
    await this.main.getByRole("button", { name: "Check now" }).click();
    await expect(this.main.getByText("verified", { exact: true })).toBeVisible();
  }

  async switchOn(): Promise<void> {
    await this.main.getByRole("button", { name: "Switch Acme ID on" }).click();
    await this.dialog.getByRole("button", { name: "Switch on" }).click();
    await expect(this.main.getByRole("button", { name: "Switch Acme ID off" })).toBeVisible();
  }
}
