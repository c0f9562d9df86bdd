import { beforeEach, describe, expect, it, vi } from "vitest";
import { prepareFirstAdmin } from "@/lib/auth/first-admin";
import { acceptInvitation, isInvited } from "@/lib/auth/invitation";
import { endSignIn, findPerson, signIn, signOut } from "@/lib/auth/sign-in";
import { delayAfter } from "@/lib/auth/throttle";
import { newId } from "@/lib/platform/id";
import { hashPassword } from "@/lib/platform/password";
import { makeInvitation } from "@/lib/team/write";
import { createOrganization } from "@/test/factories";
import { db } from "@/test/test-db";

const password = "correct horse battery";
const origin = { ipAddress: "192.0.2.7" };
let email: string;
let pk: bigint;

beforeEach(async () => {
  vi.useRealTimers();
  await db.rateLimit.deleteMany();
  const organization = await createOrganization();
  email = `${newId("mem")}@test.example`;
  const data = {
    id: newId("mem"),
    organizationPk: organization.pk,
    email,
    name: "Test",
    roles: ["reviewer" as const],
    passwordHash: await hashPassword(password),
  };
  ({ pk } = await db.member.create({ data }));
});

const enter = async () => (await signIn({ email, password }, origin)) ?? "";
const later = (minutes: number) => vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + minutes * 60_000 });

describe("signing in", () => {
  it("works with the right password, in any case of the address, and with nothing else", async () => {
    expect(await signIn({ email: ` ${email.toUpperCase()} `, password }, origin)).toMatch(/^sgn_/);
    for (const wrong of ["", "correct horse batter", `${password} `])
      expect(await signIn({ email, password: wrong }, origin)).toBeNull();
    expect(await signIn({ email: "nobody@test.example", password }, origin)).toBeNull();
  });

  it("slows wrong attempts down and locks nobody out: the right password still works", async () => {
    for (let at = 0; at < 7; at++) expect(await signIn({ email, password: "wrong" }, origin)).toBeNull();
    expect(await enter()).toMatch(/^sgn_/);
    // A success forgets the failures before it: only the next one is counted.
    expect(await signIn({ email, password: "wrong" }, origin)).toBeNull();
    const counters = await db.rateLimit.findMany({ where: { key: { startsWith: "failed_account:" } } });
    expect(counters.map(({ points }) => points)).toEqual([1]);
    expect(await enter()).toMatch(/^sgn_/);
  });

  it("is not affected by strangers' attempts from elsewhere", async () => {
    for (let at = 0; at < 12; at++)
      expect(await signIn({ email, password: "wrong" }, { ipAddress: `198.51.100.${at}` })).toBeNull();
    expect(await enter()).toMatch(/^sgn_/);
  });

  it("refuses a network after fifty failures, except a browser that has signed in before", async () => {
    const there = { ipAddress: "203.0.113.5" };
    for (let at = 0; at < 50; at++) await signIn({ email: `nobody${at}@test.example`, password: "x" }, there);
    await expect(signIn({ email, password }, there)).rejects.toMatchObject({ code: "rate_limited" });
    const { id } = await db.member.findUniqueOrThrow({ where: { pk } });
    expect(await signIn({ email, password, knownMembers: [id] }, there)).toMatch(/^sgn_/);
    await expect(signIn({ email, password, knownMembers: ["mem_other"] }, there)).rejects.toMatchObject({
      code: "rate_limited",
    });
    expect(await enter()).toMatch(/^sgn_/);
    expect(await db.auditEvent.count({ where: { type: "sign-in.throttled", actorName: email } })).toBe(1);
  });

  it("admits a whole office from one address", async () => {
    for (let at = 0; at < 60; at++) expect(await enter()).toMatch(/^sgn_/);
  });

  it("counts an IPv6 network of 64 bits as one caller, however its addresses are written", async () => {
    const spelled = [
      "2001:db8::1",
      "2001:0db8:0000:0000:ffff::2",
      "2001:DB8:0:0:0:0:0:3",
      "2001:db8::198.51.100.4",
    ];
    for (let at = 0; at < 50; at++)
      await signIn(
        { email: `x${at}@test.example`, password: "x" },
        { ipAddress: spelled[at % spelled.length] },
      );
    await expect(signIn({ email, password }, { ipAddress: "2001:db8::abcd" })).rejects.toMatchObject({
      code: "rate_limited",
    });
    expect(await signIn({ email, password }, { ipAddress: "2001:db8:0:1::1" })).toMatch(/^sgn_/);
  });

  it("waits twice as long after each further failure, and never longer than eight seconds", () => {
    expect([0, 4, 5, 6, 7, 10, 1_000].map(delayAfter)).toEqual([0, 0, 250, 500, 1_000, 8_000, 8_000]);
  });

  it("is in the audit log, including refusals", async () => {
    await enter();
    await signIn({ email, password: "wrong" }, origin);
    const events = await db.auditEvent.findMany({
      where: { actorName: email },
      orderBy: { sequence: "asc" },
    });
    expect(events.map(({ type }) => type)).toEqual(["sign-in.succeeded", "sign-in.refused"]);
  });
});

describe("a sign-in", () => {
  it("ends after an hour without a request, and at the latest after eight hours", async () => {
    const idle = await enter();
    later(59);
    expect(await findPerson(idle, "live", origin)).not.toBeNull();
    later(61);
    expect(await findPerson(idle, "live", origin)).toBeNull();
    vi.useRealTimers();
    const busy = await enter();
    for (let minutes = 50; minutes <= 450; minutes += 50) {
      later(0);
      vi.setSystemTime(Date.now() + 50 * 60_000);
      if (minutes < 480) expect(await findPerson(busy, "live", origin)).not.toBeNull();
    }
    vi.setSystemTime(Date.now() + 40 * 60_000);
    expect(await findPerson(busy, "live", origin)).toBeNull();
  });

  it("applies a changed role and a removal to the next request", async () => {
    const id = await enter();
    expect((await findPerson(id, "live", origin))?.permissions.has("settings:update")).toBe(false);
    await db.member.update({ where: { pk }, data: { roles: ["admin"] } });
    expect((await findPerson(id, "live", origin))?.permissions.has("settings:update")).toBe(true);
    await db.member.update({ where: { pk }, data: { removedAt: new Date() } });
    expect(await findPerson(id, "live", origin)).toBeNull();
    expect(await signIn({ email, password }, origin)).toBeNull();
  });

  it("ends alone, or together with all others of the member", async () => {
    const [first, second, third] = [await enter(), await enter(), await enter()];
    const person = await findPerson(first, "live", origin);
    if (!person) throw new Error("not signed in");
    await signOut(person, false);
    expect(await findPerson(first, "live", origin)).toBeNull();
    expect(await findPerson(second, "live", origin)).not.toBeNull();
    const other = await findPerson(second, "live", origin);
    if (!other) throw new Error("not signed in");
    await signOut(other, true);
    for (const id of [second, third]) expect(await findPerson(id, "live", origin)).toBeNull();
  });
});

const tokenOf = (link: string | null) => new URL(link ?? "").searchParams.get("token") ?? "";

describe("a one-time link", () => {
  const invite = async (organizationPk: bigint, roles: ["admin" | "reviewer"], invitedBy: string | null) =>
    tokenOf((await makeInvitation(db, { organizationPk, roles, invitedBy })).url);
  const joining = (token: string, address = `${newId("mem")}@test.example`) => ({
    token,
    name: "New Admin",
    email: address,
    password: "a long password",
  });

  it("creates one member once", async () => {
    const token = await invite((await createOrganization()).pk, ["admin"], null);
    expect(await isInvited(token)).toBe(true);
    const input = joining(token);
    const outcomes = await Promise.allSettled([
      acceptInvitation(input, origin),
      acceptInvitation(joining(token), origin),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await isInvited(token)).toBe(false);
  });

  it("expires after a day, and stays valid when the address is taken", async () => {
    const token = await invite((await createOrganization()).pk, ["admin"], null);
    await expect(acceptInvitation(joining(token, email), origin)).rejects.toMatchObject({ code: "conflict" });
    expect(await isInvited(token)).toBe(true);
    later(24 * 60 + 1);
    await expect(acceptInvitation(joining(token), origin)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("for the first admin expires with the first account, and the next start replaces it", async () => {
    const { pk: organizationPk } = await createOrganization();
    const [first, second] = [
      await invite(organizationPk, ["admin"], null),
      await invite(organizationPk, ["admin"], null),
    ];
    const outcomes = await Promise.allSettled([
      acceptInvitation(joining(first), origin),
      acceptInvitation(joining(second), origin),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect([await isInvited(first), await isInvited(second)]).toEqual([false, false]);
    const late = await invite(organizationPk, ["admin"], null);
    await expect(acceptInvitation(joining(late), origin)).rejects.toMatchObject({ code: "forbidden" });
    const colleague = await invite(organizationPk, ["reviewer"], "mem_admin");
    await acceptInvitation(joining(colleague), origin);
  });
});

describe("a start without members", () => {
  it("prints one link, which replaces the one before", async () => {
    await db.signIn.deleteMany();
    await db.member.updateMany({ data: { removedAt: new Date() } });
    const before = tokenOf(await prepareFirstAdmin());
    const after = tokenOf(await prepareFirstAdmin());
    expect([await isInvited(before), await isInvited(after)]).toEqual([false, true]);
  });
});

describe("signing out through next-auth", () => {
  it("ends the sign-in, not only the cookie", async () => {
    const id = await enter();
    await endSignIn(id);
    expect(await findPerson(id, "live", origin)).toBeNull();
    await endSignIn(id);
    await endSignIn("sgn_unknown");
  });
});
