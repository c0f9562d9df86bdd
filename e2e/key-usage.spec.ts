import { expect, test } from "./fixtures";
import { SignInPage } from "./pages/sign-in-page";
import { copySeed, startSeeded } from "./support/seeded";
import { newInstallation } from "./support/server";

type Keys = { data: { id: string; key_prefix: string }[] };

test("a server that stops says so first and answers on, and counts calls that were not written yet", async ({
  openBrowser,
}) => {
  const own = await newInstallation();
  own.env.STOP_DELAY_SECONDS = "4";
  try {
    await copySeed(process.env.E2E_SMALL ?? "", own);
    const before = await startSeeded(own);
    const { apiKeys, accounts, password } = before.facts;
    const key = apiKeys.find(({ environment, label }) => environment === "live" && label === "read only");
    const headers = { "X-API-Key": key?.secret ?? "" };
    for (let at = 0; at < 3; at++)
      expect((await fetch(`${own.baseUrl}/api/v1/sessions?limit=1`, { headers })).status).toBe(200);
    const stopped = before.stop();
    const health = async () => {
      const answer = await fetch(`${own.baseUrl}/api/health`);
      return { code: answer.status, status: (await answer.json()).status };
    };
    await expect.poll(health).toEqual({ code: 503, status: "stopping" });
    expect((await fetch(`${own.baseUrl}/sign-in`)).status).toBe(200);
    await stopped;

    own.env.STOP_DELAY_SECONDS = "";
    const after = await startSeeded(own);
    const context = await openBrowser({ baseURL: own.baseUrl });
    const page = await context.newPage();
    const admin = accounts.find(({ role }) => role === "admin");
    await new SignInPage(page).signIn(admin?.email ?? "", password);
    const read = async <T>(path: string): Promise<T> =>
      (await (await page.request.get(`/api/v1/api-keys${path}`)).json()) as T;
    const { data } = await read<Keys>("?limit=100");
    const found = data.find(({ key_prefix }) => key?.secret.startsWith(key_prefix));
    expect(await read(`/${found?.id}/usage`)).toMatchObject({ total: 3 });
    // A page that still fetches its links ahead logs an error when its server stops.
    await context.close();
    await after.stop();
  } finally {
    await own.remove();
  }
});
