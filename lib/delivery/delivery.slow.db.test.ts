import { createHash } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { findDelivery } from "@/lib/auth/delivery-link";
import { listLinks } from "@/lib/delivery/read";
import { createLink, revokeLink } from "@/lib/delivery/write";
import { buildPackages } from "@/lib/packages/jobs";
import { requestPackage } from "@/lib/packages/package";
import { getRequest } from "@/lib/requests/read";
import { callPath } from "@/test/api";
import { ids, receive, requestScene, reviewed } from "@/test/request-scene";
import { db } from "@/test/test-db";

let officer: Actor;
let requestId = "";

beforeAll(async () => {
  ({ officer } = await requestScene());
  requestId = await reviewed(officer, "access_and_erasure");
  await requestPackage(officer, { requestId });
  await buildPackages();
});

beforeEach(async () => {
  await db.rateLimit.deleteMany();
  await db.deliveryLink.deleteMany();
  await db.request.updateMany({
    where: { id: requestId },
    data: { deliveredAt: null, partDeliveredAt: null, status: "open" },
  });
  await db.requestMatch.updateMany({ data: { isLater: false } });
});

const origin = "http://localhost:3000";

/** Gives a code, as the page does. @returns the status, the problem and the cookie */
async function open(token: string, code: string) {
  const answer = await callPath("POST", "/api/v1/deliveries/open", {
    headers: { origin, "content-type": "application/json" },
    body: JSON.stringify({ token, code }),
  });
  const [cookie] = (answer.headers.get("set-cookie") ?? "").split(";");
  const { request_id: _, ...said } = await answer.json();
  return { status: answer.status, said, cookie: cookie ?? "" };
}

const fetchPackage = (cookie: string) =>
  callPath("GET", "/api/v1/deliveries/package", { headers: { cookie } });

const make = async () => {
  const { url, code, link } = await createLink(officer, { requestId, expiresInDays: 7 });
  return { token: new URL(url).pathname.split("/").at(-1) ?? "", code, link };
};

const stateOf = async () => (await listLinks(officer, { requestId })).data[0]?.state;
const eventsOf = (type: string) => db.auditEvent.findMany({ where: { type, resourceId: requestId } });

describe("a download link", () => {
  it("opens the package once, with a receipt, and the request is delivered", async () => {
    const { token, code, link } = await make();
    const kept = await db.deliveryLink.findFirstOrThrow();
    expect(JSON.stringify(kept, (_, value) => (typeof value === "bigint" ? 0 : value))).not.toContain(code);
    const { status, cookie } = await open(token, ` ${code.toLowerCase()} `);
    expect(status).toBe(200);
    const head = await callPath("GET", "/api/v1/deliveries/package", { headers: { cookie }, method: "HEAD" });
    expect([head.status, await stateOf()]).toEqual([200, "collecting"]);
    const answer = await fetchPackage(cookie);
    expect(answer.headers.get("cache-control")).toContain("no-store");
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 2).toString()).toBe("PK");
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const [row] = (await listLinks(officer, { requestId })).data;
    expect(row).toMatchObject({ id: link.id, state: "delivered", sha256 });
    const { steps } = await getRequest(officer, { requestId });
    expect(steps.find(({ name }) => name === "delivered")?.state).toBe("done");
    const [delivered] = await eventsOf("package.delivered");
    expect(delivered).toMatchObject({ actorKind: "public", metadata: { linkId: link.id, sha256 } });
    expect((await fetchPackage(cookie)).status).toBe(404);
    expect((await open(token, code)).status).toBe(404);
    expect(JSON.stringify(await db.auditEvent.findMany({ select: { requestPath: true } }))).not.toContain(
      token,
    );
  });

  it("delivers a part while sessions are left out, which again completes nothing", async () => {
    await db.requestMatch.updateMany({ where: { session: { id: ids[0] } }, data: { isLater: true } });
    for (let time = 0; time < 2; time++) {
      const { token, code } = await make();
      const { cookie } = await open(token, code);
      await (await fetchPackage(cookie)).arrayBuffer();
      expect(await stateOf()).toBe("delivered");
      const { step, parts, status } = await getRequest(officer, { requestId });
      expect({ step, status, later: parts.laterSessionIds }).toEqual({
        ...{ step: "packaged", status: "open" },
        later: [],
      });
    }
    expect((await eventsOf("request.part-delivered")).map(({ metadata }) => metadata)).toEqual([
      { via: "link", later: 1 },
    ]);
  });

  it("does not deliver the request when its package was built again during the download", async () => {
    const before = (await eventsOf("request.delivered")).length;
    const { token, code } = await make();
    const { cookie } = await open(token, code);
    const answer = await fetchPackage(cookie);
    const built = await db.package.findFirstOrThrow();
    await db.package.updateMany({ where: { id: built.id }, data: { id: "pkg_newer" } });
    await answer.arrayBuffer();
    await db.package.updateMany({ where: { id: "pkg_newer" }, data: { id: built.id } });
    // The receipt stays true: these bytes reached the requester.
    expect(await stateOf()).toBe("delivered");
    expect(await getRequest(officer, { requestId })).toMatchObject({ step: "delivered" });
    expect(await eventsOf("request.delivered")).toHaveLength(before);
  });

  it("lets the same browser repeat an interrupted download for an hour", async () => {
    const { token, code, link } = await make();
    const { cookie } = await open(token, code);
    const first = await fetchPackage(cookie);
    await first.body?.cancel();
    expect(await stateOf()).toBe("collecting");
    expect((await open(token, code)).status).toBe(404);
    expect((await fetchPackage("delivery-grant=somebody-else")).status).toBe(404);
    await db.deliveryLink.updateMany({
      where: { id: link.id },
      data: { openedAt: new Date(Date.now() - 61 * 60_000) },
    });
    expect((await fetchPackage(cookie)).status).toBe(404);
    expect(await stateOf()).toBe("unused");
    await db.deliveryLink.updateMany({ where: { id: link.id }, data: { openedAt: new Date() } });
    expect((await (await fetchPackage(cookie)).arrayBuffer()).byteLength).toBeGreaterThan(100);
    expect(await stateOf()).toBe("delivered");
  });

  it("closes after five wrong codes, even simultaneous ones; each is recorded as a denial", async () => {
    const { token, code } = await make();
    const before = await db.auditEvent.count({ where: { type: "access.denied" } });
    const tried = await Promise.all(Array.from({ length: 9 }, () => open(token, "AAAA-AAAA")));
    expect(tried.map(({ status }) => status).sort()).toEqual([
      ...Array.from({ length: 5 }, () => 403),
      ...Array.from({ length: 4 }, () => 404),
    ]);
    const left = tried.flatMap(({ said }) => said.attempts_left ?? []);
    expect(left.sort()).toEqual([0, 1, 2, 3, 4]);
    expect((await open(token, code)).status).toBe(404);
    expect(await stateOf()).toBe("locked");
    expect(await db.auditEvent.count({ where: { type: "access.denied" } })).toBe(before + 5);
  });

  it("gives the package to one of two people who enter the code at the same time", async () => {
    const { token, code } = await make();
    const both = await Promise.all([open(token, code), open(token, code)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
  });

  it("gives the same answer when it is unknown, expired, used, revoked or of an older package", async () => {
    const unknown = await open("x".repeat(43), "AAAA-AAAA");
    expect(unknown).toMatchObject({ status: 404, cookie: "" });
    const changes = [
      { expiresAt: new Date(0) },
      { openedAt: new Date(0) },
      { revokedAt: new Date() },
      { deliveredAt: new Date() },
      { tries: 5 },
      { packageId: "pkg_older" },
    ];
    for (const data of changes) {
      const { token, code, link } = await make();
      await db.deliveryLink.updateMany({ where: { id: link.id }, data });
      expect(await open(token, code)).toEqual(unknown);
    }
  });

  it("opens nothing of a refused request", async () => {
    const { token, code } = await make();
    await db.request.updateMany({ where: { id: requestId }, data: { status: "refused" } });
    expect((await open(token, code)).status).toBe(404);
    await expect(make()).rejects.toMatchObject({ code: "conflict" });
    await db.request.updateMany({ where: { id: requestId }, data: { status: "completed" } });
    expect((await open(token, code)).status).toBe(200);
  });

  it("ends when another one is created, and when it is revoked", async () => {
    const first = await make();
    const second = await make();
    expect((await open(first.token, first.code)).status).toBe(404);
    const { cookie } = await open(second.token, second.code);
    await revokeLink(officer, { requestId, linkId: second.link.id });
    expect((await fetchPackage(cookie)).status).toBe(404);
    expect((await listLinks(officer, { requestId })).data.map(({ state }) => state)).toEqual([
      "revoked",
      "revoked",
    ]);
    expect(await eventsOf("package.link-revoked")).toHaveLength(1);
  });

  it("requires a package, and a browser of this site", async () => {
    const { id } = await receive(officer);
    await expect(createLink(officer, { requestId: id, expiresInDays: 7 })).rejects.toMatchObject({
      code: "conflict",
    });
    const { token, code } = await make();
    const answer = await callPath("POST", "/api/v1/deliveries/open", {
      headers: { origin: "https://evil.example", "content-type": "application/json" },
      body: JSON.stringify({ token, code }),
    });
    expect(answer.status).toBe(403);
    expect(await stateOf()).toBe("open");
  });

  it("shows its page whether the file has a password, and whose it is", async () => {
    const { token } = await make();
    expect(await findDelivery(token, undefined)).toMatchObject({
      state: "open",
      isEncrypted: false,
      owner: { name: "Test organization", lines: ["1 Test Street", "privacy@test.example"] },
    });
    await db.package.updateMany({ data: { sealed: Buffer.from("a password, sealed") } });
    expect(await findDelivery(token, undefined)).toMatchObject({ state: "open", isEncrypted: true });
    await db.package.updateMany({ data: { sealed: null } });
    expect(await findDelivery("x".repeat(43), undefined)).toBeNull();
  });

  it("makes a caller with too many attempts wait", async () => {
    const tries = [];
    for (let round = 0; round < 61; round++) tries.push(await open("x".repeat(43), "AAAA-AAAA"));
    expect(tries.at(-1)?.status).toBe(429);
    expect(tries.at(0)?.status).toBe(404);
  });
});
