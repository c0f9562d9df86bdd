import { beforeEach, describe, expect, it, vi } from "vitest";
import { acceptInvitation, invite, isInvited } from "@/lib/auth/invitation";
import { hashPassword } from "@/lib/auth/password";
import { findPerson, signIn, signOut } from "@/lib/auth/sign-in";
import { db } from "@/lib/platform/db";
import { newId } from "@/lib/platform/id";
import { createOrganization } from "@/prisma/factories";

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

  it("is throttled per account after ten wrong tries, from any address", async () => {
    for (let at = 0; at < 10; at++)
      expect(await signIn({ email, password: "wrong" }, { ipAddress: `198.51.100.${at}` })).toBeNull();
    await expect(signIn({ email, password }, origin)).rejects.toMatchObject({ code: "rate_limited" });
  });

  it("is throttled per address after fifty tries on different accounts", async () => {
    for (let at = 0; at < 50; at++)
      await signIn({ email: `nobody${at}@test.example`, password: "x" }, { ipAddress: "203.0.113.5" });
    await expect(signIn({ email, password }, { ipAddress: "203.0.113.5" })).rejects.toMatchObject({
      code: "rate_limited",
    });
    expect(await enter()).toMatch(/^sgn_/);
  });

  it("is in the audit log, the refusals too", async () => {
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
  it("ends after an hour without a request, and after eight hours whatever happens", async () => {
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

  it("feels a changed role and a removal with the next request", async () => {
    const id = await enter();
    expect((await findPerson(id, "live", origin))?.permissions.has("settings:update")).toBe(false);
    await db.member.update({ where: { pk }, data: { roles: ["admin"] } });
    expect((await findPerson(id, "live", origin))?.permissions.has("settings:update")).toBe(true);
    await db.member.update({ where: { pk }, data: { removedAt: new Date() } });
    expect(await findPerson(id, "live", origin)).toBeNull();
    expect(await signIn({ email, password }, origin)).toBeNull();
  });

  it("ends alone, or with all others of the person", async () => {
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

describe("a one-time link", () => {
  const joining = (token: string, address = `${newId("mem")}@test.example`) => ({
    token,
    name: "New Admin",
    email: address,
    password: "a long password",
  });

  it("makes one member once", async () => {
    const token = await invite((await createOrganization()).pk, ["admin"]);
    expect(await isInvited(token)).toBe(true);
    const input = joining(token);
    const outcomes = await Promise.allSettled([
      acceptInvitation(input, origin),
      acceptInvitation(joining(token), origin),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await isInvited(token)).toBe(false);
  });

  it("expires after a day, and stays good when the address is taken", async () => {
    const token = await invite((await createOrganization()).pk, ["admin"]);
    await expect(acceptInvitation(joining(token, email), origin)).rejects.toMatchObject({ code: "conflict" });
    expect(await isInvited(token)).toBe(true);
    later(24 * 60 + 1);
    await expect(acceptInvitation(joining(token), origin)).rejects.toMatchObject({ code: "forbidden" });
  });
});
