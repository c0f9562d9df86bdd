import { generate } from "otplib";
import { expect, it } from "vitest";
import { readAccount } from "@/lib/account/read";
import { meInput } from "@/lib/account/schema";
import { beginFactor, confirmFactor, removeFactor, renewRecoveryCodes } from "@/lib/account/second-factor";
import { changePassword, endDevice, updateMe } from "@/lib/account/write";
import { permissionsOfRoles, type Role } from "@/lib/actor/permissions";
import { findPasswordLink, resetPassword } from "@/lib/auth/password-link";
import { findPerson, signIn } from "@/lib/auth/sign-in";
import { hashPassword } from "@/lib/platform/password";
import { makePasswordLink } from "@/lib/team/password-link";
import { readRequiredFactor, removeSecondFactor, requireFactor } from "@/lib/team/second-factor";
import { callPath } from "@/test/api";
import { createApiKey, createMember, createOrganization, keyActorOf } from "@/test/factories";
import { db } from "@/test/test-db";

const tokenOf = (url: string) => new URL(url).searchParams.get("token") ?? "";
const languageOf = async (id: string) => (await db.member.findUniqueOrThrow({ where: { id } })).language;
const eventsOf = (resourceId: string) =>
  db.auditEvent.findMany({ where: { resourceId }, select: { type: true, metadata: true } });

it("a member chooses the time zone of the pages, and one that does not exist is refused", async () => {
  const anna = await createMember(await createOrganization(), ["reviewer"]);
  expect((await readAccount(anna)).timeZone).toBe("UTC");
  expect(await updateMe(anna, meInput.parse({ timeZone: "Asia/Kathmandu" }))).toMatchObject({
    timeZone: "Asia/Kathmandu",
  });
  for (const timeZone of ["Mars/Olympus", "", "x".repeat(65), null])
    expect(meInput.safeParse({ timeZone }).success).toBe(false);
  expect((await readAccount(anna)).timeZone).toBe("Asia/Kathmandu");
});

it("a member is spoken to in English until they choose another language, which the log records", async () => {
  const organization = await createOrganization();
  const anna = await createMember(organization, ["auditor"]);
  const lea = await createMember(organization, ["lead"]);
  expect(await languageOf(anna.id)).toBe("en");
  expect(await updateMe(anna, { language: "de" })).toMatchObject({ id: anna.id, language: "de" });
  expect(await updateMe(anna, { language: "de" })).toMatchObject({ id: anna.id, language: "de" });
  expect(await languageOf(anna.id)).toBe("de");
  expect(await languageOf(lea.id)).toBe("en");
  expect(await eventsOf(anna.id)).toEqual([
    { type: "settings.updated", metadata: { changes: { language: { before: "en", after: "de" } } } },
  ]);
});

it("a removed member and an API key have no account to change", async () => {
  const organization = await createOrganization();
  const anna = await createMember(organization, ["reviewer"]);
  await db.member.update({ where: { id: anna.id }, data: { removedAt: new Date() } });
  await expect(updateMe(anna, { language: "de" })).rejects.toMatchObject({ code: "not_found" });
  const key = keyActorOf(organization, ["sessions:write", "cases:write", "requests:write"]);
  await expect(updateMe(key, { language: "de" })).rejects.toMatchObject({ code: "forbidden" });
});

it("the API takes only languages that the interface has", async () => {
  const secret = await createApiKey(await createOrganization(), ["sessions:read"]);
  const patch = async (body: object) => {
    const headers = { "x-api-key": secret, "content-type": "application/json" };
    return (await callPath("PATCH", "/api/v1/me", { headers, body: JSON.stringify(body) })).status;
  };
  expect(await patch({ language: "de" })).toBe(403);
  expect(await patch({ language: "it" })).toBe(422);
  expect(await patch({ language: "de", roles: ["admin"] })).toBe(422);
  expect(await patch({})).toBe(422);
});

const origin = { ipAddress: "192.0.2.61" };
const password = "four words make it";

/** A member with a password who is signed in, with a second browser. */
async function signedIn(roles: Role[] = ["reviewer"]) {
  const organization = await createOrganization();
  const made = await createMember(organization, roles);
  await db.member.update({ where: { id: made.id }, data: { passwordHash: await hashPassword(password) } });
  const email = made.name;
  const enter = async (given = password, code?: string) => signIn({ email, password: given, code }, origin);
  const [here, there] = [(await enter()) ?? "", (await enter()) ?? ""];
  const person = await findPerson(here, "live", origin);
  if (!person) throw new Error("nobody is signed in");
  return { organization, person, email, enter, here, there };
}

const isIn = async (id: string) => (await findPerson(id, "live", origin)) !== null;
const problem = (field: string) => ({
  code: "validation_error",
  fields: [expect.objectContaining({ field })],
});

it("a new password ends the sign-ins in other browsers and the links that were made before", async () => {
  const { organization, person, enter, here, there } = await signedIn();
  const admin = await createMember(organization, ["admin"]);
  const { url } = await makePasswordLink(admin, { memberId: person.id });
  const change = (currentPassword: string, newPassword: string) =>
    changePassword(person, { currentPassword, newPassword });
  await expect(change("wrong password", "a tin roof in June")).rejects.toMatchObject(
    problem("currentPassword"),
  );
  await expect(change(password, password)).rejects.toMatchObject(problem("newPassword"));
  await expect(change(password, "password123456")).rejects.toMatchObject(problem("newPassword"));
  expect([await isIn(here), await isIn(there)]).toEqual([true, true]);
  expect(await change(password, "a tin roof in June")).toEqual({ status: "changed", endedSignIns: 1 });
  expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
  expect(await enter()).toBeNull();
  expect(await enter("a tin roof in June")).toMatch(/^sgn_/);
  expect(await findPasswordLink(tokenOf(url))).toBeNull();
  expect((await eventsOf(person.id)).map(({ type }) => type)).toEqual([
    "member.password-link-made",
    "member.password-changed",
  ]);
});

it("a password link works once, ends every sign-in, and is not one's own way around the password", async () => {
  const { organization, person, enter, here, there } = await signedIn();
  const admin = await createMember(organization, ["admin"]);
  const other = await createMember(await createOrganization(), ["admin"]);
  const target = { memberId: person.id };
  await expect(makePasswordLink(person, target)).rejects.toMatchObject({ code: "forbidden" });
  await expect(makePasswordLink(other, target)).rejects.toMatchObject({ code: "not_found" });
  await expect(makePasswordLink(admin, { memberId: admin.id })).rejects.toMatchObject({ code: "conflict" });
  const first = tokenOf((await makePasswordLink(admin, target)).url);
  const token = tokenOf((await makePasswordLink(admin, target)).url);
  const use = (given: string, fresh = "a tin roof in June") =>
    resetPassword({ token: given, password: fresh }, origin);
  await expect(use(first)).rejects.toMatchObject({ code: "forbidden" });
  await expect(use(token, "password123456")).rejects.toMatchObject(problem("password"));
  expect([await isIn(here), await isIn(there)]).toEqual([true, true]);
  const outcomes = await Promise.allSettled([use(token), use(token, "umbrella on Tuesday")]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect([await isIn(here), await isIn(there)]).toEqual([false, false]);
  expect(await enter()).toBeNull();
  await expect(use(token)).rejects.toMatchObject({ code: "forbidden" });
});

it("a password link ends when its hour is over or its member is removed", async () => {
  const { organization, person } = await signedIn();
  const admin = await createMember(organization, ["admin"]);
  const link = async () => tokenOf((await makePasswordLink(admin, { memberId: person.id })).url);
  const late = await link();
  const where = { member: { id: person.id } };
  await db.passwordLink.updateMany({ where, data: { expiresAt: new Date(Date.now() - 1) } });
  expect(await findPasswordLink(late)).toBeNull();
  const token = await link();
  expect(await findPasswordLink(token)).not.toBeNull();
  await db.member.update({ where: { id: person.id }, data: { removedAt: new Date() } });
  expect(await findPasswordLink(token)).toBeNull();
});

it("a member ends a sign-in of their own, never that of another member", async () => {
  const [anna, lea] = [await signedIn(), await signedIn()];
  expect(
    (await readAccount(anna.person)).devices.map(({ id, isCurrent }) => [id, isCurrent]).toSorted(),
  ).toEqual(
    [
      [anna.here, true],
      [anna.there, false],
    ].toSorted(),
  );
  await expect(endDevice(lea.person, { signInId: anna.there })).rejects.toMatchObject({ code: "not_found" });
  expect(await endDevice(anna.person, { signInId: anna.there })).toEqual({ id: anna.there, status: "ended" });
  expect([await isIn(anna.here), await isIn(anna.there)]).toEqual([true, false]);
  await expect(endDevice(anna.person, { signInId: anna.there })).rejects.toMatchObject({ code: "not_found" });
  expect((await readAccount(anna.person)).devices).toHaveLength(1);
});

const codeAt = (secret: string, steps = 0) =>
  generate({ secret, epoch: Math.floor(Date.now() / 1000) + steps * 30 });

/** Sets up an app; its first code is of the step before the present one, so that the present one is still unused. */
async function withApp(scene: Awaited<ReturnType<typeof signedIn>>) {
  const { secret } = await beginFactor(scene.person, { currentPassword: password });
  const code = await codeAt(secret, -1);
  return { secret, recoveryCodes: (await confirmFactor(scene.person, { code })).recoveryCodes ?? [] };
}

it("sign-in asks for a code of the app once a first code was confirmed, and takes each code once", async () => {
  const scene = await signedIn();
  const { person, enter } = scene;
  await expect(beginFactor(person, { currentPassword: "wrong password" })).rejects.toMatchObject(
    problem("currentPassword"),
  );
  await expect(confirmFactor(person, { code: "123456" })).rejects.toMatchObject({ code: "conflict" });
  const begun = await beginFactor(person, { currentPassword: password });
  expect(begun.uri).toContain(`secret=${begun.secret}`);
  expect(begun.qrCode).toMatch(/^data:image\/png;base64,/);
  expect(await enter()).toMatch(/^sgn_/);
  const { secret } = await withApp(scene);
  expect((await readAccount(person)).recoveryCodesLeft).toBe(10);
  await expect(beginFactor(person, { currentPassword: password })).rejects.toMatchObject({
    code: "conflict",
  });

  await expect(enter()).rejects.toMatchObject({ message: "code_needed" });
  await expect(enter("wrong password", await codeAt(secret))).resolves.toBeNull();
  await expect(enter(password, await codeAt(secret, -1))).rejects.toMatchObject({ message: "code_wrong" });
  await expect(enter(password, await codeAt(secret, 20))).rejects.toMatchObject({ message: "code_wrong" });
  const code = await codeAt(secret);
  const both = await Promise.allSettled([
    enter(password, ` ${code.slice(0, 3)} ${code.slice(3)}`),
    enter(password, code),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

it("a recovery code works once in place of the app; new codes end the old ones", async () => {
  const scene = await signedIn();
  const { recoveryCodes } = await withApp(scene);
  const [first = "", second = ""] = recoveryCodes;
  expect(new Set(recoveryCodes).size).toBe(10);
  expect(await scene.enter(password, first.toUpperCase().replace("-", ""))).toMatch(/^sgn_/);
  await expect(scene.enter(password, first)).rejects.toMatchObject({ message: "code_wrong" });
  expect((await readAccount(scene.person)).recoveryCodesLeft).toBe(9);
  const renewed = await renewRecoveryCodes(scene.person, { currentPassword: password });
  await expect(scene.enter(password, second)).rejects.toMatchObject({ message: "code_wrong" });
  expect(await scene.enter(password, renewed.recoveryCodes[0])).toMatch(/^sgn_/);
});

it("a missing code does not clear the count of wrong ones", async () => {
  const scene = await signedIn();
  await withApp(scene);
  const consumed = async () => (await db.rateLimit.aggregate({ _sum: { points: true } }))._sum.points ?? 0;
  await expect(scene.enter(password, "000 000")).rejects.toMatchObject({ message: "code_wrong" });
  const before = await consumed();
  await expect(scene.enter(password)).rejects.toMatchObject({ message: "code_needed" });
  expect(await consumed()).toBe(before);
});

it("the member, or an admin of the same organization, removes the app", async () => {
  const scene = await signedIn();
  const admin = await createMember(scene.organization, ["admin"]);
  const stranger = await createMember(await createOrganization(), ["admin"]);
  const target = { memberId: scene.person.id };
  await withApp(scene);
  await removeFactor(scene.person, { currentPassword: password });
  expect(await scene.enter()).toMatch(/^sgn_/);
  await withApp(scene);
  await expect(removeSecondFactor(scene.person, target)).rejects.toMatchObject({ code: "forbidden" });
  await expect(removeSecondFactor(stranger, target)).rejects.toMatchObject({ code: "not_found" });
  await removeSecondFactor(admin, target);
  await expect(removeSecondFactor(admin, target)).rejects.toMatchObject({ code: "conflict" });
  expect(await scene.enter()).toMatch(/^sgn_/);
  expect(await db.recoveryCode.count({ where: { organizationPk: scene.person.scope.organizationPk } })).toBe(
    0,
  );
});

it("a member who lacks a required second factor can only set it up", async () => {
  const scene = await signedIn(["lead"]);
  const { organization, here } = scene;
  const admin = await createMember(organization, ["admin"]);
  await expect(requireFactor(scene.person, { roles: [] })).rejects.toMatchObject({ code: "forbidden" });
  await expect(requireFactor(admin, { roles: ["admin"] })).rejects.toMatchObject({ code: "conflict" });
  expect(await requireFactor(admin, { roles: ["lead", "reviewer"] })).toEqual({
    roles: ["reviewer", "lead"],
  });
  expect(await readRequiredFactor(admin)).toEqual({ roles: ["reviewer", "lead"] });
  expect(await requireFactor(admin, { roles: ["reviewer", "lead"] })).toEqual({
    roles: ["reviewer", "lead"],
  });

  const again = async () => {
    const person = await findPerson(here, "live", origin);
    if (!person) throw new Error("the sign-in has ended");
    return person;
  };
  const limited = await again();
  expect([...limited.permissions]).toEqual(["account:update"]);
  expect((await readAccount(limited)).mustAddFactor).toBe(true);
  await withApp({ ...scene, person: limited });
  expect((await again()).permissions).toEqual(permissionsOfRoles(["lead"]));
  expect((await readAccount(await again())).mustAddFactor).toBe(false);
  const where = { organizationPk: admin.scope.organizationPk, type: "settings.updated" };
  expect(await db.auditEvent.findMany({ where, select: { type: true, metadata: true } })).toEqual([
    {
      type: "settings.updated",
      metadata: { changes: { secondFactorRoles: { before: [], after: ["reviewer", "lead"] } } },
    },
  ]);
});

it("neither the secret of the app nor a recovery code is stored readable", async () => {
  const scene = await signedIn();
  const { secret, recoveryCodes } = await withApp(scene);
  const [{ row } = { row: "" }] = await db.$queryRaw<{ row: string }[]>`
    SELECT encode(totp_sealed, 'escape') AS row FROM members WHERE id = ${scene.person.id}`;
  expect(row).not.toContain(secret);
  const codes = await db.recoveryCode.findMany({ where: { member: { id: scene.person.id } } });
  for (const { digest } of codes) expect(recoveryCodes).not.toContain(Buffer.from(digest).toString());
});
