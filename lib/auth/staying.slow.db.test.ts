import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { createLink, revokeLink } from "@/lib/delivery/write";
import { buildPackages } from "@/lib/packages/jobs";
import { requestPackage } from "@/lib/packages/package";
import { removeSecondFactor, requireFactor } from "@/lib/team/second-factor";
import { callPath, signedInHeaders } from "@/test/api";
import {
  createApiKey,
  createMember,
  createOrganization,
  sampleImage,
  type TestOrganization,
} from "@/test/factories";
import { requestScene, reviewed } from "@/test/request-scene";
import { appendEvents } from "@/test/sealing";
import { db } from "@/test/test-db";

let organization: TestOrganization;
const stops: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  organization = await createOrganization();
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop().catch(() => undefined);
});

/** An answer of which the first piece has been read. */
async function open(target: string, headers: Record<string, string>) {
  const answer = await callPath("GET", target, { headers });
  expect(answer.status).toBe(200);
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  stops.push(() => reader.cancel());
  expect((await reader.read()).done).toBe(false);
  // Until the process listens; it does so once.
  await wait(300);
  return reader;
}

type Reader = Awaited<ReturnType<typeof open>>;

/** How an answer goes on: it ends, breaks off, or is still open after two seconds. */
async function outcomeOf(reader: Reader): Promise<"ended" | "broke off" | "open"> {
  const toEnd = async () => {
    try {
      while (!(await reader.read()).done);
      return "ended" as const;
    } catch {
      return "broke off" as const;
    }
  };
  return Promise.race([toEnd(), wait(2_000, "open" as const)]);
}

/** What a slow reader gets, who comes back after what has happened meanwhile is known everywhere. */
const laterOutcomeOf = async (reader: Reader) => {
  await wait(500);
  return outcomeOf(reader);
};

const signedIn = (roles: Parameters<typeof createMember>[1]) =>
  createMember(organization, roles).then(async ({ id }) => ({ id, headers: await signedInHeaders(id) }));

describe("the event stream", () => {
  const feed = "/api/v1/cases/stream";
  const withKey = async () => {
    const secret = await createApiKey(organization, ["cases:read", "cases:decide"]);
    const { id } = await db.apiKey.findFirstOrThrow({ orderBy: { pk: "desc" } });
    return { id, headers: { "X-API-Key": secret } };
  };
  const keyChanges: [string, object][] = [
    ["switched off", { isActive: false }],
    ["given other scopes", { scopes: ["cases:read"] }],
    ["given more scopes", { scopes: ["cases:read", "cases:write"] }],
    ["ended", { expiresAt: new Date(0) }],
    ["kept to other addresses", { allowedIps: ["198.51.100.1"] }],
  ];
  it.each(keyChanges)("of a key that is %s ends at once", async (_, data) => {
    const { id, headers } = await withKey();
    const reader = await open(feed, headers);
    await db.apiKey.update({ where: { id }, data });
    expect(await outcomeOf(reader)).toBe("ended");
  });

  it("of a removed key ends at once", async () => {
    const { id, headers } = await withKey();
    const reader = await open(feed, headers);
    await db.apiKey.delete({ where: { id } });
    expect(await outcomeOf(reader)).toBe("ended");
  });

  const memberChanges: [string, object][] = [
    ["removed", { removedAt: new Date() }],
    ["given another role", { roles: ["reviewer", "lead"] }],
    ["taken every role from", { roles: [] }],
  ];
  it.each(memberChanges)("of a member who is %s ends at once", async (_, data) => {
    const { id, headers } = await signedIn(["reviewer"]);
    const reader = await open(feed, headers);
    await db.member.update({ where: { id }, data });
    expect(await outcomeOf(reader)).toBe("ended");
  });

  it("ends at once when a second factor is required that its reader has not set up", async () => {
    const admin = await createMember(organization, ["admin"]);
    const [lacking, other] = [await signedIn(["reviewer"]), await signedIn(["lead"])];
    const [first, second] = [await open(feed, lacking.headers), await open(feed, other.headers)];
    await requireFactor(admin, { roles: ["reviewer"] });
    expect(await outcomeOf(first)).toBe("ended");
    expect((await callPath("GET", feed, { headers: lacking.headers })).status).toBe(403);
    expect(await outcomeOf(second)).toBe("open");
  });

  it("ends at once when a required second factor is removed", async () => {
    const admin = await createMember(organization, ["admin"]);
    const { id, headers } = await signedIn(["reviewer"]);
    await db.member.update({ where: { id }, data: { secondFactorSince: new Date() } });
    await requireFactor(admin, { roles: ["reviewer"] });
    const reader = await open(feed, headers);
    await removeSecondFactor(admin, { memberId: id });
    expect(await outcomeOf(reader)).toBe("ended");
  });

  it("ends with its sign-in, but not with other sign-ins or unrelated changes", async () => {
    const { id, headers } = await signedIn(["reviewer"]);
    const other = await signedInHeaders(id);
    const [first, second] = [await open(feed, headers), await open(feed, other)];
    await db.member.update({ where: { id }, data: { capacity: 3, roles: ["reviewer"] } });
    expect((await callPath("POST", "/api/v1/me/sign-out", { headers })).status).toBe(200);
    expect(await outcomeOf(first)).toBe("ended");
    expect(await outcomeOf(second)).toBe("open");
  });
});

describe("a download", () => {
  let officer: Actor;
  beforeEach(async () => {
    ({ organization, officer } = await requestScene(await sampleImage("jpeg", 2_000)));
  });
  const log = "/api/v1/audit/export";
  const ofPackage = async () => {
    const requestId = await reviewed(officer, "access_and_erasure");
    await requestPackage(officer, { requestId });
    await buildPackages();
    return { requestId, target: `/api/v1/requests/${requestId}/package` };
  };

  it("of the log is cut off when the key loses its scope or is switched off", async () => {
    await appendEvents(officer, 60_000);
    for (const data of [{ isActive: false }, { scopes: ["cases:read"] }]) {
      const secret = await createApiKey(organization, ["audit:read", "cases:read"]);
      const { id } = await db.apiKey.findFirstOrThrow({ orderBy: { pk: "desc" } });
      const reader = await open(log, { "X-API-Key": secret });
      await db.apiKey.update({ where: { id }, data });
      expect(await laterOutcomeOf(reader)).toBe("broke off");
    }
  });

  it("of a package is cut off when the member signs out, is removed or loses the role", async () => {
    const { target } = await ofPackage();
    const changes: ((id: string, headers: Record<string, string>) => Promise<unknown>)[] = [
      (_, headers) => callPath("POST", "/api/v1/me/sign-out", { headers }),
      (id) => db.member.update({ where: { id }, data: { removedAt: new Date() } }),
      (id) => db.member.update({ where: { id }, data: { roles: ["auditor"] } }),
    ];
    for (const change of changes) {
      const { id, headers } = await signedIn(["compliance"]);
      const reader = await open(target, headers);
      await change(id, headers);
      expect(await laterOutcomeOf(reader)).toBe("broke off");
    }
  });

  it("by a download link is cut off when the link is revoked, and does not count as delivered", async () => {
    const { requestId } = await ofPackage();
    await db.rateLimit.deleteMany();
    const { url, code, link } = await createLink(officer, { requestId, expiresInDays: 7 });
    const opened = await callPath("POST", "/api/v1/deliveries/open", {
      headers: { origin: "http://localhost:3000", "content-type": "application/json" },
      body: JSON.stringify({ token: new URL(url).pathname.split("/").at(-1), code }),
    });
    const cookie = (opened.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const reader = await open("/api/v1/deliveries/package", { cookie });
    await revokeLink(officer, { requestId, linkId: link.id });
    expect(await laterOutcomeOf(reader)).toBe("broke off");
    expect((await db.deliveryLink.findFirstOrThrow()).deliveredAt).toBeNull();
  });

  it("continues when its reader gains permissions or their sign-in expires meanwhile", async () => {
    const { target } = await ofPackage();
    const more = await signedIn(["compliance"]);
    const late = await signedIn(["compliance"]);
    const readers = [await open(target, more.headers), await open(target, late.headers)];
    await db.member.update({ where: { id: more.id }, data: { roles: ["compliance", "admin"] } });
    await db.signIn.updateMany({
      where: { member: { id: late.id } },
      data: { lastSeenAt: new Date(Date.now() - 7_200_000) },
    });
    for (const reader of readers) expect(await laterOutcomeOf(reader)).toBe("ended");
  });
});
