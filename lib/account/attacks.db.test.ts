import { generate } from "otplib";
import { beforeEach, expect, it } from "vitest";
import { readAccount } from "@/lib/account/read";
import { beginFactor, confirmFactor } from "@/lib/account/second-factor";
import { changePassword } from "@/lib/account/write";
import { findPerson, signIn } from "@/lib/auth/sign-in";
import { hashPassword } from "@/lib/platform/password";
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
