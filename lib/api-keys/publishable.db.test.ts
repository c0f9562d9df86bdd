import { beforeEach, describe, expect, it } from "vitest";
import { callPath } from "@/test/api";
import { type KeyScene, keyScene, withKey } from "@/test/key-scene";
import { db } from "@/test/test-db";

let call: KeyScene["call"];
let create: KeyScene["create"];
let organization: KeyScene["organization"];

beforeEach(async () => {
  ({ call, create, organization } = await keyScene());
});

describe("a publishable key", () => {
  const page = { Origin: "https://shop.example" };
  const make = (body: object = {}) => create({ type: "publishable", ...body });

  it("has a prefix of its own, and one scope", async () => {
    const made = await make({ allowed_origins: ["https://shop.example"] });
    expect(made.secret).toMatch(/^vk_pub_sandbox_[\w-]{43}$/);
    expect(made).toMatchObject({
      type: "publishable",
      scopes: ["sessions:create"],
      allowed_origins: ["https://shop.example"],
    });
    const { body: clone } = await call("POST", `/api-keys/${made.id}/clone`);
    expect(clone).toMatchObject({ type: "publishable", allowed_origins: ["https://shop.example"] });
    expect(clone.secret).toMatch(/^vk_pub_sandbox_/);
  });

  it.each([
    [{ scopes: ["sessions:create", "sessions:read"] }, "of a publishable key must be sessions:create"],
    [{ scopes: ["api_keys:write"] }, "of a publishable key must be sessions:create"],
    [{ allowed_origins: ["shop.example"] }, "must be an origin"],
    [{ allowed_origins: ["https://shop.example/"] }, "must be an origin"],
    [{ type: "secret", allowed_origins: ["https://shop.example"] }, "must be empty for a secret key"],
    [{ type: "admin" }, "secret"],
  ])("is refused: %j", async (body, message) => {
    const answer = await call("POST", "/api-keys", { body: { type: "publishable", ...body } });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain(message);
  });

  it("cannot be given more later, not even past the API", async () => {
    const { id, secret } = await make();
    const body = { scopes: ["sessions:read"] };
    expect((await call("PATCH", `/api-keys/${id}`, { body })).status).toBe(422);
    await db.apiKey.update({ where: { id }, data: { scopes: ["sessions:read", "api_keys:write"] } });
    for (const path of ["/sessions", "/api-keys", "/cases", "/members"])
      expect((await call("GET", path, { headers: withKey(secret) })).status).toBe(403);
    expect((await call("POST", "/me/sign-out", { headers: withKey(secret) })).status).toBe(403);
  });

  it("is refused after ten calls a minute, and for other pages", async () => {
    const { secret } = await make({ allowed_origins: ["https://shop.example"] });
    const headers = { ...withKey(secret), ...page };
    for (const other of [withKey(secret), { ...withKey(secret), Origin: "https://evil.example" }])
      expect((await call("GET", "/sessions", { headers: other })).status).toBe(401);
    for (let at = 0; at < 10; at++) expect((await call("GET", "/sessions", { headers })).status).toBe(403);
    expect((await call("GET", "/sessions", { headers })).status).toBe(429);
  });

  it("is used by a page of another site, whose browser may read the answer", async () => {
    const { secret } = await make({ allowed_origins: ["https://shop.example"] });
    const asked = await callPath("OPTIONS", "/api/v1/sessions", {
      headers: { ...page, "Access-Control-Request-Method": "POST" },
    });
    expect(asked.status).toBe(204);
    expect(asked.headers.get("access-control-allow-headers")).toContain("X-API-Key");
    const post = (headers: Record<string, string>) =>
      callPath("POST", "/api/v1/sessions", { headers, body: "{}" });
    const made = await post({ ...withKey(secret), ...page });
    const wrong = await post({ ...withKey("vk_pub_sandbox_wrong"), ...page });
    expect([made.status, wrong.status]).toEqual([201, 401]);
    for (const { headers } of [asked, made, wrong]) {
      expect(headers.get("access-control-allow-origin")).toBe("*");
      expect(headers.get("access-control-allow-credentials")).toBeNull();
    }
    const list = await callPath("GET", "/api/v1/sessions", { headers: { ...withKey(secret), ...page } });
    expect(list.headers.get("access-control-allow-origin")).toBeNull();
  });

  it.each([
    [{ send_email: true, applicant_email: "a@b.example" }, "send mail"],
    [{ checks: ["risk_assessment"] }, "choose checks"],
    [{ workflow_id: "wfl_1" }, "choose workflow_id"],
    [{ fields: { mrz: ["P<UTO"] } }, "choose fields.mrz"],
  ])("decides nothing about its own session: %j", async (body, message) => {
    const { secret } = await make();
    const answer = await call("POST", "/sessions", { headers: withKey(secret), body });
    expect([answer.status, answer.body.detail]).toEqual([403, expect.stringContaining(message)]);
    expect(await db.session.count({ where: { organizationPk: organization.pk } })).toBe(0);
  });
});
