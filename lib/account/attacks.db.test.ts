import { setTimeout as sleep } from "node:timers/promises";
import { generate } from "otplib";
import { beforeEach, expect, it } from "vitest";
import { readAccount } from "@/lib/account/read";
import { beginFactor, confirmFactor } from "@/lib/account/second-factor";
import { changePassword } from "@/lib/account/write";
import { removeExpired } from "@/lib/auth/expired";
import { findPasswordLink, resetPassword } from "@/lib/auth/password-link";
import { findPerson, signIn } from "@/lib/auth/sign-in";
import { hashPassword } from "@/lib/platform/password";
import { makePasswordLink } from "@/lib/team/password-link";
import { removeSecondFactor } from "@/lib/team/second-factor";
import { changeRoles, removeMember } from "@/lib/team/write";
import { createMember, createOrganization } from "@/test/factories";
import { db } from "@/test/test-db";

const here = { ipAddress: "192.0.2.71" };
const elsewhere = { ipAddress: "198.51.100.71" };
const password = "four words make it";
const fresh = "a tin roof in June";

beforeEach(async () => {
  await db.rateLimit.deleteMany();
});

async function signedIn() {
  const organization = await createOrganization();
  const { id, name: email } = await createMember(organization, ["reviewer"]);
  await db.member.update({ where: { id }, data: { passwordHash: await hashPassword(password) } });
  const person = await findPerson((await signIn({ email, password }, here)) ?? "", "live", here);
  if (!person) throw new Error("nobody is signed in");
  return { organization, email, person };
}

const codeAt = (secret: string, steps = 0) =>
  generate({ secret, epoch: Math.floor(Date.now() / 1000) + steps * 30 });

async function withApp(person: Awaited<ReturnType<typeof signedIn>>["person"]) {
  const { secret } = await beginFactor(person, { currentPassword: password });
  await confirmFactor(person, { code: await codeAt(secret, -1) });
  return secret;
}

/** Begins a sign-in that waits a second, because seven wrong passwords came before it. */
async function slowSignIn(email: string) {
  for (let at = 0; at < 7; at++) await signIn({ email, password: "wrong" }, elsewhere);
  return { outcome: signIn({ email, password }, elsewhere) };
}

it("a sign-in that began before the password was changed does not succeed after it", async () => {
  const { email, person } = await signedIn();
  const waiting = await slowSignIn(email);
  await changePassword(person, { currentPassword: password, newPassword: fresh });
  expect(await waiting.outcome).toBeNull();
  expect((await readAccount(person)).devices.map(({ isCurrent }) => isCurrent)).toEqual([true]);
});

it("a sign-in that began before an app was set up does not go without its code", async () => {
  const { email, person } = await signedIn();
  const waiting = await slowSignIn(email);
  await withApp(person);
  expect(await waiting.outcome).toBeNull();
});

it("many codes at once are counted before they are checked; the member's own browser is not kept out", async () => {
  const { email, person } = await signedIn();
  const secret = await withApp(person);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 40 }, (_, at) =>
      signIn({ email, password, code: String(100_000 + at) }, { ipAddress: `203.0.113.${at}` }),
    ),
  );
  const said = outcomes.map((each) => (each.status === "rejected" ? each.reason.message : "signed in"));
  expect(said.filter((message) => message === "code_wrong")).toHaveLength(10);
  const refused = { organizationPk: person.scope.organizationPk, type: "sign-in.refused" };
  expect(
    await db.auditEvent.count({ where: { ...refused, metadata: { equals: { secondFactor: "wrong" } } } }),
  ).toBe(10);
  const code = await codeAt(secret);
  await expect(signIn({ email, password, code }, elsewhere)).rejects.toMatchObject({ code: "rate_limited" });
  expect(await signIn({ email, password, code, knownMembers: [person.id] }, here)).toMatch(/^sgn_/);
});

it("a password link ends with the rights of the admin who made it", async () => {
  const { organization, person } = await signedIn();
  const [first, second, third] = [
    await createMember(organization, ["admin"]),
    await createMember(organization, ["admin"]),
    await createMember(organization, ["admin"]),
  ];
  const link = async (admin: typeof first) => {
    const { url } = await makePasswordLink(admin, { memberId: person.id });
    return new URL(url).searchParams.get("token") ?? "";
  };
  const ofFirst = await link(first);
  await changeRoles(third, { memberId: second.id, roles: ["lead"] });
  expect(await findPasswordLink(ofFirst)).not.toBeNull();
  await removeMember(third, { memberId: first.id });
  expect(await findPasswordLink(ofFirst)).toBeNull();
  await changeRoles(third, { memberId: second.id, roles: ["admin"] });
  const ofSecond = await link(second);
  await changeRoles(third, { memberId: second.id, roles: ["lead"] });
  expect(await findPasswordLink(ofSecond)).toBeNull();
  const removed = { organizationPk: organization.pk, type: "member.removed" };
  expect((await db.auditEvent.findFirstOrThrow({ where: removed })).metadata).toMatchObject({
    revokedPasswordLinks: 1,
  });
});

it("of two links that are made at once, one works", async () => {
  const { organization, person } = await signedIn();
  const admin = await createMember(organization, ["admin"]);
  const urls = await Promise.all(
    Array.from({ length: 5 }, () => makePasswordLink(admin, { memberId: person.id })),
  );
  const good = await Promise.all(
    urls.map(({ url }) => findPasswordLink(new URL(url).searchParams.get("token") ?? "")),
  );
  expect(good.filter(Boolean)).toHaveLength(1);
});

it("a second factor that two admins remove at once is removed once", async () => {
  const { organization, person } = await signedIn();
  await withApp(person);
  const admins = [await createMember(organization, ["admin"]), await createMember(organization, ["admin"])];
  const outcomes = await Promise.allSettled(
    [...admins, ...admins].map((admin) => removeSecondFactor(admin, { memberId: person.id })),
  );
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const where = { organizationPk: organization.pk, type: "member.second-factor-removed" };
  expect(await db.auditEvent.count({ where })).toBe(1);
});

it("a new password tells only of the sign-ins that the account showed", async () => {
  const { email, person } = await signedIn();
  await signIn({ email, password }, elsewhere);
  const idle = (await signIn({ email, password }, elsewhere)) ?? "";
  await db.signIn.update({ where: { id: idle }, data: { lastSeenAt: new Date(Date.now() - 7_200_000) } });
  expect((await readAccount(person)).devices).toHaveLength(2);
  const changed = await changePassword(person, { currentPassword: password, newPassword: fresh });
  expect(changed.endedSignIns).toBe(1);
});

it("password links are removed a day after they expire", async () => {
  const { organization, person } = await signedIn();
  const admin = await createMember(organization, ["admin"]);
  await makePasswordLink(admin, { memberId: person.id });
  const links = { organizationPk: organization.pk };
  await removeExpired();
  expect(await db.passwordLink.count({ where: links })).toBe(1);
  await db.passwordLink.updateMany({ where: links, data: { expiresAt: new Date(Date.now() - 90_000_000) } });
  await removeExpired();
  expect(await db.passwordLink.count({ where: links })).toBe(0);
});

it("the log tells of a wrong password at the account page", async () => {
  const { person } = await signedIn();
  await expect(beginFactor(person, { currentPassword: "wrong password" })).rejects.toThrow();
  const where = { organizationPk: person.scope.organizationPk, type: "access.denied" };
  const events = await db.auditEvent.findMany({ where, select: { actorId: true, metadata: true } });
  expect(events).toEqual([{ actorId: person.id, metadata: { detail: "The current password is wrong." } }]);
});

it("a password link and a change of the account wait for each other, and never block each other", async () => {
  const { organization, person } = await signedIn();
  const admin = await createMember(organization, ["admin"]);
  const { url } = await makePasswordLink(admin, { memberId: person.id });
  const token = new URL(url).searchParams.get("token") ?? "";
  const organizationPk = organization.pk;
  const blocked = async () => {
    const [found] = await db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted`;
    return (found?.count ?? 0) > 0;
  };
  let reset: Promise<unknown> | undefined;
  // What a change of the account does: it locks the member, then removes the links.
  await db.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM members WHERE organization_pk = ${organizationPk} AND id = ${person.id} FOR UPDATE`;
      reset = resetPassword({ token, password: fresh }, here).catch((error) => error);
      while (!(await blocked())) await sleep(20);
      await tx.passwordLink.deleteMany({ where: { organizationPk } });
    },
    { timeout: 60_000 },
  );
  expect(await reset).toMatchObject({ code: "forbidden" });
});
