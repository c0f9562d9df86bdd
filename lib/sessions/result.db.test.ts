import { expect, it } from "vitest";
import { callPath } from "@/test/api";
import { actorOf, createApiKey, createOrganization, importFor, sampleAs } from "@/test/factories";

it("is the same at both addresses of the contract, except for the external reference", async () => {
  const organization = await createOrganization();
  await importFor(actorOf(organization), sampleAs("ses_result", { external_ref: "cust_1" }));
  const ask = async (path: string, scopes: string[]) => {
    const headers = { "X-API-Key": await createApiKey(organization, scopes) };
    const answer = await callPath("GET", `/api/v1${path}`, { headers });
    return { status: answer.status, body: await answer.json() };
  };
  const reading = ["verifications:read"];
  const one = await ask("/sessions/ses_result/result", reading);
  const other = await ask("/results/ses_result", reading);
  expect([one.status, other.status]).toEqual([200, 200]);
  expect(other.body).toEqual({ ...one.body, external_ref: "cust_1" });
  expect((await ask("/results/ses_result", ["sessions:read"])).status).toBe(403);
  expect((await ask("/results/ses_nobody", reading)).status).toBe(404);
});
