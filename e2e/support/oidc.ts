import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Page } from "@playwright/test";
import { freePort } from "./server";

/**
 * Starts a real OpenID provider in a process of its own.
 * @param desk where the desk is, to which the provider leads back after a sign-out
 * @param started gets the process, which the caller ends
 */
export async function startProvider(desk: string, started: Set<ChildProcess>) {
  const port = await freePort();
  const child = spawn(process.execPath, ["e2e/support/oidc-process.mjs", String(port)], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  started.add(child);
  await once(child.stdout, "data");
  const issuer = `http://127.0.0.1:${port}`;
  return {
    issuer,
    /** Registers a client, as its administrator would. */
    async register(redirectUri: string): Promise<{ client_id: string; client_secret: string }> {
      const answer = await fetch(`${issuer}/reg`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
          redirect_uris: [redirectUri],
          post_logout_redirect_uris: [`${desk}/sign-in`],
        }),
      });
      if (!answer.ok) throw new Error(`The provider answered ${answer.status}: ${await answer.text()}`);
      return answer.json();
    },
  };
}

/** Signs in on the provider's own pages. */
export async function enterAtProvider(page: Page, email: string): Promise<void> {
  await page.getByPlaceholder("Enter any login").fill(email);
  await page.getByPlaceholder("and password").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}
