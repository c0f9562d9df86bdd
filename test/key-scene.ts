import { callPath, signedInHeaders } from "@/test/api";
import { createMember, createOrganization } from "@/test/factories";

export type Key = { id: string; secret: string; [name: string]: unknown };
export type KeyScene = Awaited<ReturnType<typeof keyScene>>;

/** The headers of a program with this key. */
export const withKey = (secret: string, address = "192.0.2.7") => ({
  "X-API-Key": secret,
  "X-Client-Address": address,
});

/** Creates an organization whose admin calls the API in a browser, in sandbox. */
export async function keyScene() {
  const organization = await createOrganization();
  const admin = await createMember(organization, ["admin"]);
  const browser: Record<string, string> = await signedInHeaders(admin.id);

  async function call<T = Key>(
    method: string,
    path: string,
    { headers = browser, body = {} as object } = {},
  ): Promise<{ status: number; body: T & { detail?: string; error?: string } }> {
    const init = method === "GET" ? { headers } : { headers, body: JSON.stringify(body) };
    const answer = await callPath(method, `/api/v1${path}`, init);
    return { status: answer.status, body: await answer.json() };
  }

  const create = async (body: object = {}, headers = browser) =>
    (await call("POST", "/api-keys", { headers, body })).body;
  return { organization, admin, browser, call, create };
}
