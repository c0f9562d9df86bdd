import { expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { findPerson } from "@/lib/auth/sign-in";
import { newId } from "@/lib/platform/id";
import { endAllSignIns, endMemberSignIns, listSignIns } from "@/lib/team/sign-ins";
import { createMember, createOrganization, keyActorOf, type TestOrganization } from "@/test/factories";
import { db } from "@/test/test-db";

const hour = 3_600_000;

/** Signs a member in. @returns the id of the sign-in */
async function enter(member: Actor, changes: { lastSeenAt?: Date; expiresAt?: Date; revokedAt?: Date } = {}) {
  const { pk: memberPk } = await db.member.findUniqueOrThrow({ where: { id: member.id } });
  const id = newId("sgn");
  const expiresAt = new Date(Date.now() + hour);
  await db.signIn.create({ data: { id, memberPk, expiresAt, ...changes } });
  return id;
}

async function signedInAdmin(organization: TestOrganization) {
  const made = await createMember(organization, ["admin"]);
  const person = await findPerson(await enter(made), "live", {});
  if (!person) throw new Error("nobody is signed in");
  return person;
}

const isIn = async (id: string) => (await findPerson(id, "live", {})) !== null;
const idsIn = async (actor: Actor) => (await listSignIns(actor)).data.map(({ id }) => id);
const eventsOf = (organization: TestOrganization) =>
  db.auditEvent.findMany({
    where: { organizationPk: organization.pk, type: "member.signed-out" },
    select: { resourceId: true, metadata: true },
  });

it("an admin sees who is signed in now, in their own organization", async () => {
  const organization = await createOrganization();
  const [admin, anna] = [await signedInAdmin(organization), await createMember(organization, ["reviewer"])];
  const own = await enter(anna);
  await enter(anna, { revokedAt: new Date() });
  await enter(anna, { expiresAt: new Date(Date.now() - 1) });
  await enter(anna, { lastSeenAt: new Date(Date.now() - 2 * hour) });
  await enter(await createMember(await createOrganization(), ["reviewer"]));
  const { data, hasMore } = await listSignIns(admin);
  expect(data.map(({ id, isCurrent }) => [id, isCurrent])).toEqual([
    [own, false],
    [admin.signInId, true],
  ]);
  expect(hasMore).toBe(false);
});

it("all sign-ins of a member end at once, but not the one of the call", async () => {
  const organization = await createOrganization();
  const [admin, anna] = [await signedInAdmin(organization), await createMember(organization, ["reviewer"])];
  const [one, two, other] = [await enter(anna), await enter(anna), await enter(admin)];
  expect(await endMemberSignIns(admin, { memberId: anna.id })).toEqual({ ended: 2 });
  expect([await isIn(one), await isIn(two), await isIn(other)]).toEqual([false, false, true]);
  expect(await endMemberSignIns(admin, { memberId: anna.id })).toEqual({ ended: 0 });
  expect(await endMemberSignIns(admin, { memberId: admin.id })).toEqual({ ended: 1 });
  expect([await isIn(admin.signInId), await isIn(other)]).toEqual([true, false]);
  expect(await eventsOf(organization)).toEqual([
    { resourceId: anna.id, metadata: { ended: 2 } },
    { resourceId: admin.id, metadata: { ended: 1 } },
  ]);
});

it("everybody but the caller is signed out, and no other organization", async () => {
  const organization = await createOrganization();
  const admin = await signedInAdmin(organization);
  const members = [await createMember(organization, ["lead"]), await createMember(organization, ["auditor"])];
  const own = [await enter(admin), ...(await Promise.all(members.map((member) => enter(member))))];
  const foreign = await enter(await createMember(await createOrganization(), ["admin"]));
  expect(await endAllSignIns(admin)).toEqual({ ended: 3 });
  expect(await idsIn(admin)).toEqual([admin.signInId]);
  expect(await Promise.all(own.map(isIn))).toEqual([false, false, false]);
  expect(await isIn(foreign)).toBe(true);
  expect(await eventsOf(organization)).toHaveLength(3);
});

it("only who manages members may, and only members of their own organization", async () => {
  const organization = await createOrganization();
  const anna = await createMember(organization, ["reviewer"]);
  const stranger = await createMember(await createOrganization(), ["admin"]);
  const id = await enter(anna);
  for (const actor of [
    await createMember(organization, ["lead", "compliance", "auditor", "reviewer"]),
    keyActorOf(organization, ["sessions:read"]),
  ]) {
    await expect(listSignIns(actor)).rejects.toMatchObject({ code: "forbidden" });
    await expect(endAllSignIns(actor)).rejects.toMatchObject({ code: "forbidden" });
    await expect(endMemberSignIns(actor, { memberId: anna.id })).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(endMemberSignIns(stranger, { memberId: anna.id })).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await isIn(id)).toBe(true);
});
