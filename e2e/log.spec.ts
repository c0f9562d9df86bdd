import { readFile } from "node:fs/promises";
import path from "node:path";
import { newClient } from "@/lib/platform/connect";
import { findPlace, readPassword } from "@/lib/platform/postgres-place";
import { expect, test } from "./fixtures";
import { SignInPage } from "./pages/sign-in-page";
import { copySeed, startSeeded } from "./support/seeded";
import { type Installation, newInstallation } from "./support/server";

/** Makes every reading of watchlists fail with an error that quotes a person, as a constraint of a database does. */
async function breakWatchlists({ dataDir }: Installation): Promise<void> {
  const place = await findPlace(path.join(dataDir, "database"));
  const port = (await readFile(`${place.dataDir}.port`, "utf8")).trim();
  const client = newClient({
    connectionString: `postgresql://postgres:${await readPassword(place)}@127.0.0.1:${port}/countersign`,
  });
  await client.connect();
  try {
    await client.query("ALTER TABLE watchlists RENAME TO watchlists_kept");
    await client.query(`CREATE FUNCTION quote_somebody() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
      RAISE unique_violation USING MESSAGE = 'duplicate "Maria Marked"', DETAIL = 'Key (email)=(maria.marked@example.com)';
      END $$`);
    await client.query(
      "CREATE VIEW watchlists AS SELECT * FROM watchlists_kept WHERE (SELECT quote_somebody())",
    );
  } finally {
    await client.end();
  }
}

test("a page that fails writes one line of the log, which quotes nobody", async ({ openBrowser, watch }) => {
  watch.allow(/React error #441/);
  const own = await newInstallation();
  let server: Awaited<ReturnType<typeof startSeeded>> | undefined;
  try {
    await copySeed(process.env.E2E_SMALL ?? "", own);
    server = await startSeeded(own);
    const { accounts, password } = server.facts;
    const context = await openBrowser({ baseURL: own.baseUrl });
    const page = await context.newPage();
    const lead = accounts.find(({ role }) => role === "lead");
    await new SignInPage(page).signIn(lead?.email ?? "", password);
    await breakWatchlists(own);
    await page.goto("/live/settings/watchlists");
    await expect(page.getByRole("heading", { name: "This page could not be shown" })).toBeVisible();
    await context.close();
    await server.stop();
    const lines = server.logged().map((line): Record<string, unknown> => JSON.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({ msg: "a page could not be shown", digest: expect.any(String) }),
    );
    expect(JSON.stringify(lines)).not.toMatch(/marked/i);
  } finally {
    await server?.stop();
    await own.remove();
  }
});
