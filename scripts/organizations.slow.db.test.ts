import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { acceptInvitation } from "@/lib/auth/invitation";
import { signIn } from "@/lib/auth/sign-in";
import { newId } from "@/lib/platform/id";
import { organizationKey, purposeKey } from "@/lib/platform/keys";
import { callPath, signedInHeaders } from "@/test/api";
import { createApiKey, createMember, createOrganization, importFor, sampleAs } from "@/test/factories";
import { db } from "@/test/test-db";

const command = (...args: string[]) =>
  promisify(execFile)(process.execPath, ["--import", "tsx", "scripts/organizations.ts", ...args], {
    env: { ...process.env, TSX_TSCONFIG_PATH: "tsconfig.node.json" },
  }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stderr }) => ({ code: Number(code), said: String(stderr) }),
  );

const origin = { ipAddress: "192.0.2.9" };
const password = "a long password of theirs";

/** Creates an organization by the command, and its first admin by the link. */
async function secondOrganization() {
  const email = `${newId("mem")}@second.example`;
  const { code, said } = await command("--create", "Second Ltd", "--admin", email);
  expect(code).toBe(0);
  const [, id = ""] = /^(org_\w+) Second Ltd$/m.exec(said) ?? [];
  const [, token = ""] = /token=(\S+)/.exec(said) ?? [];
  await acceptInvitation({ token, name: "Bea", email, password }, origin);
  const admin = await db.member.findUniqueOrThrow({ where: { email } });
  return { id, token, email, admin };
}

describe("a second organization", () => {
  let first: Awaited<ReturnType<typeof createMember>>;
  let second: Awaited<ReturnType<typeof secondOrganization>>;
  let headers: Record<string, string>;

  beforeAll(async () => {
    const organization = await createOrganization("First Ltd");
    first = await createMember(organization, ["admin"]);
    await importFor(first, sampleAs("ses_of_first"));
    await createApiKey(organization, ["sessions:read"]);
    second = await secondOrganization();
    const compliance = { roles: ["admin", "compliance"] as const };
    await db.member.update({ where: { pk: second.admin.pk }, data: { roles: [...compliance.roles] } });
    headers = await signedInHeaders(second.admin.id);
  });

  const get = async (path: string) => {
    const answer = await callPath("GET", `/api/v1${path}`, { headers });
    return { status: answer.status, body: await answer.json() };
  };

  it("has an admin who signs in, and no other member", async () => {
    expect(await signIn({ email: second.email, password }, origin)).toMatch(/^sgn_/);
    const { body } = await get("/members");
    expect(body.data.map(({ email }: { email: string }) => email)).toEqual([second.email]);
  });

  it("sees nothing of the first, and its ids are not found", async () => {
    for (const path of ["/sessions", "/cases", "/api-keys", "/requests"])
      expect((await get(path)).body.data, path).toEqual([]);
    for (const path of [
      "/sessions/ses_of_first",
      "/sessions/ses_of_first/result",
      "/sessions/ses_of_first/timeline",
      "/sessions/ses_of_first/export",
    ])
      expect((await get(path)).status, path).toBe(404);
    const removed = await callPath("DELETE", `/api/v1/members/${first.id}`, { headers });
    expect(removed.status).toBe(404);
  });

  it("has a log of its own that begins with itself, and settings of its own", async () => {
    const { body } = await get("/events?limit=100");
    const live = await callPath("GET", "/api/v1/events?limit=100", {
      headers: { ...headers, "X-Environment": "live" },
    });
    const types = ((await live.json()).data as { type: string }[]).map(({ type }) => type);
    expect(types).toEqual(
      expect.arrayContaining(["organization.created", "member.invited", "member.joined"]),
    );
    expect(JSON.stringify(body)).not.toContain("ses_of_first");
    const { body: own } = await get("/settings/organization");
    expect(own).toMatchObject({ id: second.id, name: "Second Ltd", postal_address: "" });
  });

  it("has keys of its own", async () => {
    const ids = [first.scope.organizationId, second.id] as const;
    const [ours, theirs] = await Promise.all(ids.map((id) => organizationKey(id)));
    expect(ours?.equals(theirs ?? Buffer.alloc(0))).toBe(false);
    const indexes = await Promise.all(ids.map((id) => purposeKey(id, "blind-index")));
    expect(indexes[0]?.equals(indexes[1] ?? Buffer.alloc(0))).toBe(false);
  });

  it("stores the same session id as the first, as another session", async () => {
    const scope = { organizationPk: second.admin.organizationPk, organizationId: second.id };
    const other = await createMember({ pk: scope.organizationPk, id: scope.organizationId }, ["admin"]);
    await importFor(other, sampleAs("ses_of_first"));
    expect((await get("/sessions/ses_of_first")).status).toBe(200);
    expect(await db.session.count({ where: { id: "ses_of_first" } })).toBe(2);
  });

  it("is listed, and its link works once", async () => {
    const { said } = await command("--list");
    expect(said).toContain(`${second.id} Second Ltd: `);
    const again = acceptInvitation(
      { token: second.token, name: "Eve", email: `${newId("mem")}@second.example`, password },
      origin,
    );
    await expect(again).rejects.toMatchObject({ code: "forbidden" });
  });

  it("is not created for an address that has an account", async () => {
    const before = await db.organization.count();
    const { code, said } = await command("--create", "Third Ltd", "--admin", second.email.toUpperCase());
    expect(code).toBe(1);
    expect(said).toContain("A member belongs to one organization");
    expect(await db.organization.count()).toBe(before);
  });
});

it.each([
  ["no admin", ["--create", "X"], "--admin EMAIL"],
  ["no name", ["--create", " ", "--admin", "a@x.example"], "one line of 1 to 120"],
  ["a name with a line break", ["--create", "a\nb", "--admin", "a@x.example"], "one line of 1 to 120"],
  ["no address", ["--create", "X", "--admin", "nobody"], "is not an e-mail address"],
  ["an unknown option", ["--delete"], "--help lists the options."],
])("refuses %s in one sentence", async (_, args, said) => {
  const answer = await command(...args);
  expect(answer.code).toBe(1);
  expect(answer.said).toContain(said);
});
