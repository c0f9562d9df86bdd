import { generate } from "otplib";
import { expect, it } from "vitest";
import { addPasskey, beginPasskey, removePasskey } from "@/lib/account/passkeys";
import { readAccount } from "@/lib/account/read";
import { passkeyInput } from "@/lib/account/schema";
import { beginFactor, confirmFactor, removeFactor } from "@/lib/account/second-factor";
import { beginPasskeySignIn, signInByPasskey } from "@/lib/auth/passkey";
import { findPerson, signIn } from "@/lib/auth/sign-in";
import { passkeyUsed } from "@/lib/members/schema";
import { env } from "@/lib/platform/env";
import { hashPassword } from "@/lib/platform/password";
import { removeSecondFactor, requireFactor } from "@/lib/team/second-factor";
import { createMember, createOrganization } from "@/test/factories";
import { passkeyDevice } from "@/test/passkey-device";
import { db } from "@/test/test-db";

const origin = { ipAddress: "192.0.2.71" };
const password = "four words make it";
const here = () => new URL(env().publicUrl).origin;
const newDevice = () => passkeyDevice(here());

/** A member who is signed in with a password. */
async function signedIn() {
  const organization = await createOrganization();
  const made = await createMember(organization, ["reviewer"]);
  await db.member.update({ where: { id: made.id }, data: { passwordHash: await hashPassword(password) } });
  const email = made.name;
  const enter = async (code?: string) => signIn({ email, password, code }, origin);
  const person = await findPerson((await enter()) ?? "", "live", origin);
  if (!person) throw new Error("nobody is signed in");
  return { organization, person, enter };
}
type Signed = Awaited<ReturnType<typeof signedIn>>;

const add = async ({ person }: Signed, device: ReturnType<typeof newDevice>, name = "Laptop") => {
  const { options } = await beginPasskey(person, { currentPassword: password });
  return addPasskey(person, passkeyInput.parse({ name, answer: device.create(options) }));
};

type Lie = Parameters<ReturnType<typeof newDevice>["use"]>[1];
const enterWith = async (device: ReturnType<typeof newDevice>, lie?: Lie) => {
  const { options } = await beginPasskeySignIn(origin);
  return signInByPasskey(passkeyUsed.parse(device.use(options, lie)), "Test browser", origin);
};

it("a passkey signs in without a password; the password alone no longer does, a recovery code beside it does", async () => {
  const scene = await signedIn();
  const device = newDevice();
  await expect(beginPasskey(scene.person, { currentPassword: "wrong" })).rejects.toMatchObject({
    code: "validation_error",
  });
  const { passkey, recoveryCodes } = await add(scene, device);
  expect(recoveryCodes).toHaveLength(10);
  const account = await readAccount(scene.person);
  expect(account).toMatchObject({ appSince: null, passkeys: [{ id: passkey.id, lastUsedAt: null }] });
  expect(account.secondFactorSince).not.toBeNull();

  const id = await enterWith(device, { userHandle: Buffer.from(scene.person.id).toString("base64url") });
  expect((await findPerson(id ?? "", "live", origin))?.id).toBe(scene.person.id);
  expect((await readAccount(scene.person)).passkeys[0]?.lastUsedAt).not.toBeNull();
  await expect(scene.enter()).rejects.toMatchObject({ message: "code_needed" });
  await expect(scene.enter("123456")).rejects.toMatchObject({ message: "code_wrong" });
  expect(await scene.enter(recoveryCodes?.[0])).toMatch(/^sgn_/);
  const found = await db.auditEvent.findMany({
    where: { actorId: scene.person.id, type: "sign-in.succeeded" },
    orderBy: { sequence: "asc" },
  });
  expect(found.map(({ metadata }) => metadata)).toEqual([
    {},
    { secondFactor: "passkey" },
    { secondFactor: "recovery-code" },
  ]);
});

it("a passkey is refused for a wrong site, challenge, person, count or signature, and without a PIN or fingerprint", async () => {
  const [scene, other] = [await signedIn(), await signedIn()];
  const device = newDevice();
  await add(scene, device);
  const handle = Buffer.from(other.person.id).toString("base64url");
  expect(await enterWith(device, { origin: "https://desk.example.evil.example" })).toBeNull();
  expect(await enterWith(device, { rpId: "evil.example" })).toBeNull();
  expect(await enterWith(device, { challenge: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" })).toBeNull();
  expect(await enterWith(device, { userHandle: handle })).toBeNull();
  expect(await enterWith(device, { isVerified: false })).toBeNull();
  expect(await enterWith(newDevice())).toBeNull();
  const [stored] = await db.passkey.findMany({ where: { member: { id: scene.person.id } } });
  expect(await enterWith(passkeyDevice(here(), Buffer.from(stored?.credentialId ?? [])))).toBeNull();
  expect(await enterWith(device, { counter: 40 })).toMatch(/^sgn_/);
  expect(await enterWith(device, { counter: 40 })).toBeNull();
  expect(await enterWith(device, { counter: 12 })).toBeNull();
  expect(await enterWith(device, { counter: 41 })).toMatch(/^sgn_/);
});

it("an answer signs in once, also when it arrives twice at once, and not after its challenge expired", async () => {
  const scene = await signedIn();
  const device = newDevice();
  await add(scene, device);
  const { options } = await beginPasskeySignIn(origin);
  const answer = passkeyUsed.parse(device.use(options));
  const both = await Promise.all([
    signInByPasskey(answer, "one", origin),
    signInByPasskey(answer, "two", origin),
  ]);
  expect(both.filter(Boolean)).toHaveLength(1);
  const late = await beginPasskeySignIn(origin);
  await db.passkeyChallenge.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
  expect(await signInByPasskey(passkeyUsed.parse(device.use(late.options)), "late", origin)).toBeNull();
});

it("the challenge of a new passkey is good for one member, one sign-in and one passkey", async () => {
  const [scene, other] = [await signedIn(), await signedIn()];
  const { options } = await beginPasskey(scene.person, { currentPassword: password });
  const answer = newDevice().create(options);
  const input = passkeyInput.parse({ name: "Laptop", answer });
  const refused = { code: "validation_error" };
  await expect(addPasskey(other.person, input)).rejects.toMatchObject(refused);
  const elsewhere = await findPerson((await scene.enter()) ?? "", "live", origin);
  if (!elsewhere) throw new Error("nobody is signed in");
  await expect(addPasskey(elsewhere, input)).rejects.toMatchObject(refused);
  await addPasskey(scene.person, input);
  await expect(addPasskey(scene.person, input)).rejects.toMatchObject(refused);

  const signing = await beginPasskeySignIn(origin);
  const forSignIn = JSON.stringify({
    ...JSON.parse(options),
    challenge: JSON.parse(signing.options).challenge,
  });
  const crossed = passkeyInput.parse({ name: "Laptop", answer: newDevice().create(forSignIn) });
  await expect(addPasskey(scene.person, crossed)).rejects.toMatchObject(refused);
  const lying = async (lie: Lie) => {
    const begun = await beginPasskey(scene.person, { currentPassword: password });
    return passkeyInput.parse({ name: "Laptop", answer: newDevice().create(begun.options, lie) });
  };
  for (const lie of [{ origin: "https://evil.example" }, { rpId: "evil.example" }, { isVerified: false }])
    await expect(addPasskey(scene.person, await lying(lie))).rejects.toMatchObject(refused);
  expect(await db.passkey.count({ where: { member: { id: scene.person.id } } })).toBe(1);
});

it("a passkey belongs to one member, and an account has at most ten", async () => {
  const [scene, other] = [await signedIn(), await signedIn()];
  const device = newDevice();
  await add(scene, device);
  await expect(add(other, device)).rejects.toMatchObject({ code: "conflict" });
  for (let at = 1; at < 10; at++) await add(scene, newDevice());
  await expect(add(scene, newDevice())).rejects.toMatchObject({ code: "conflict" });
});

it("recovery codes stay while one second factor stays", async () => {
  const scene = await signedIn();
  const left = async () => (await readAccount(scene.person)).recoveryCodesLeft;
  const confirm = { currentPassword: password };
  const { passkey, recoveryCodes } = await add(scene, newDevice());
  expect(recoveryCodes).toHaveLength(10);
  expect((await add(scene, newDevice())).recoveryCodes).toBeNull();
  const { secret } = await beginFactor(scene.person, confirm);
  const code = await generate({ secret });
  expect(await confirmFactor(scene.person, { code })).toEqual({ recoveryCodes: null });
  await removePasskey(scene.person, { passkeyId: passkey.id }, confirm);
  await removeFactor(scene.person, confirm);
  expect(await left()).toBe(10);
  const [last] = (await readAccount(scene.person)).passkeys;
  await removePasskey(scene.person, { passkeyId: last?.id ?? "" }, confirm);
  expect(await left()).toBe(0);
  expect((await readAccount(scene.person)).secondFactorSince).toBeNull();
  expect(await scene.enter()).toMatch(/^sgn_/);
});

it("wrong codes are counted for a member whose only second factor is a passkey", async () => {
  const scene = await signedIn();
  await add(scene, newDevice());
  const { email } = scene.person.member;
  const outcomes = await Promise.allSettled(
    Array.from({ length: 12 }, (_, at) =>
      signIn({ email, password, code: `wrong-${at}` }, { ipAddress: `203.0.113.${at}` }),
    ),
  );
  const said = outcomes.map((each) => (each.status === "rejected" ? each.reason.message : "signed in"));
  expect(said.filter((message) => message === "code_wrong")).toHaveLength(10);
});

it("nobody removes the passkey of another member; an admin removes all at once, and they sign in no more", async () => {
  const [scene, other] = [await signedIn(), await signedIn()];
  const device = newDevice();
  const { passkey } = await add(scene, device);
  const confirm = { currentPassword: password };
  await expect(removePasskey(other.person, { passkeyId: passkey.id }, confirm)).rejects.toMatchObject({
    code: "not_found",
  });
  const admin = await createMember(scene.organization, ["admin"]);
  await removeSecondFactor(admin, { memberId: scene.person.id });
  expect(await enterWith(device)).toBeNull();
  expect(await scene.enter()).toMatch(/^sgn_/);
});

it("a passkey is the second factor that a role requires; a removed member signs in with none", async () => {
  const scene = await signedIn();
  const admin = await createMember(scene.organization, ["admin"]);
  await requireFactor(admin, { roles: ["reviewer"] });
  const device = newDevice();
  const again = async () =>
    (await readAccount((await findPerson((await enterWith(device)) ?? "", "live", origin)) ?? scene.person))
      .mustAddFactor;
  await add(scene, device);
  expect(await again()).toBe(false);
  await db.member.update({ where: { id: scene.person.id }, data: { removedAt: new Date() } });
  expect(await enterWith(device)).toBeNull();
});

it.each([
  ["no JSON", "{"],
  ["another shape", JSON.stringify({ id: "AA", response: {} })],
  [
    "an id that is no base64url",
    JSON.stringify({ id: "\u0000", rawId: "a", type: "public-key", response: {} }),
  ],
  ["text that is too long", "x".repeat(40_001)],
])("an answer that is %s is refused before anything is read", (_, answer) => {
  expect(passkeyUsed.safeParse(answer).success).toBe(false);
});
