import { expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { permissionsOfRoles, type Role } from "@/lib/actor/permissions";
import { acceptInvitation, isInvited } from "@/lib/auth/invitation";
import { newId } from "@/lib/platform/id";
import { listInvitations, listMembers } from "@/lib/team/read";
import { changeRoles, inviteMember, removeMember, revokeInvitation } from "@/lib/team/write";
import { createBareCases, createMember, createOrganization, keyActorOf } from "@/test/factories";
import { db } from "@/test/test-db";

const origin = { ipAddress: "192.0.2.8" };
const tokenOf = (url: string) => new URL(url).searchParams.get("token") ?? "";
const joining = (url: string, email = `${newId("mem")}@test.example`) => ({
  token: tokenOf(url),
  name: "New Colleague",
  email,
  password: "a long password",
});
const typesOf = async (actor: Actor) =>
  (
    await db.auditEvent.findMany({
      where: { organizationPk: actor.scope.organizationPk, type: { startsWith: "member." } },
      orderBy: { sequence: "asc" },
    })
  ).map(({ type }) => type);

async function scene(...others: Role[][]) {
  const organization = await createOrganization();
  const admin = await createMember(organization, ["admin"], { name: "Ada" });
  const members = [];
  for (const roles of others) members.push(await createMember(organization, roles));
  return { organization, admin, members };
}

it("an invited colleague joins once, with the roles of the invitation", async () => {
  const { admin } = await scene();
  const { id, url } = await inviteMember(admin, { roles: ["lead", "reviewer", "lead"] });
  expect((await listInvitations(admin)).data).toMatchObject([
    { id, roles: ["reviewer", "lead"], invitedBy: "Ada" },
  ]);
  const input = joining(url);
  await acceptInvitation(input, origin);
  await expect(acceptInvitation(joining(url), origin)).rejects.toMatchObject({ code: "forbidden" });
  expect((await listInvitations(admin)).data).toEqual([]);
  expect((await listMembers(admin)).data).toMatchObject([
    { name: "Ada", roles: ["admin"] },
    { email: input.email, roles: ["reviewer", "lead"], lastSeenAt: null, claimed: 0 },
  ]);
  expect(await typesOf(admin)).toEqual(["member.invited", "member.joined"]);
});

it("a revoked invitation cannot be accepted, nor revoked again or by another organization", async () => {
  const [{ admin }, other] = [await scene(), await scene()];
  const { id, url } = await inviteMember(admin, { roles: ["auditor"] });
  await expect(revokeInvitation(other.admin, { invitationId: id })).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await isInvited(tokenOf(url))).toBe(true);
  await revokeInvitation(admin, { invitationId: id });
  expect(await isInvited(tokenOf(url))).toBe(false);
  await expect(revokeInvitation(admin, { invitationId: id })).rejects.toMatchObject({ code: "not_found" });
});

it("roles can be changed, one's own included, but an admin stays", async () => {
  const { admin, members } = await scene(["reviewer"]);
  const [reviewer] = members as [Actor];
  await expect(changeRoles(admin, { memberId: admin.id, roles: ["lead"] })).rejects.toMatchObject({
    code: "conflict",
    message: "This member is the only admin. Make another member an admin first.",
  });
  const own = await changeRoles(admin, { memberId: admin.id, roles: ["admin", "lead"] });
  expect(own.roles).toEqual(["lead", "admin"]);
  await changeRoles(admin, { memberId: reviewer.id, roles: ["admin"] });
  await changeRoles(admin, { memberId: admin.id, roles: ["lead"] });
  // The same roles again change nothing.
  await changeRoles(admin, { memberId: admin.id, roles: ["lead"] });
  expect(await typesOf(admin)).toEqual(Array(3).fill("member.roles-changed"));
});

it("two admins cannot remove each other at once", async () => {
  const { admin, members } = await scene(["admin"]);
  const [second] = members as [Actor];
  const outcomes = await Promise.allSettled([
    removeMember(admin, { memberId: second.id }),
    removeMember(second, { memberId: admin.id }),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const left = await db.member.count({
    where: { organizationPk: admin.scope.organizationPk, removedAt: null, roles: { has: "admin" } },
  });
  expect(left).toBe(1);
});

it("a removed member's cases return to the queue in both environments, and their sign-ins end", async () => {
  const { organization, admin, members } = await scene(["lead"]);
  const [lead] = members as [Actor];
  const [claimed = "", escalated = ""] = await createBareCases(organization, 2);
  const hour = new Date(Date.now() + 3_600_000);
  await db.reviewCase.updateMany({
    where: { id: claimed },
    data: { status: "in_review", assignedTo: lead.id, claimedAt: new Date(), claimExpiresAt: hour },
  });
  await db.reviewCase.updateMany({
    where: { id: escalated },
    data: { status: "escalated", escalatedTo: lead.id },
  });
  const member = await db.member.findUniqueOrThrow({ where: { id: lead.id } });
  const signInId = newId("sgn");
  await db.signIn.create({ data: { id: signInId, memberPk: member.pk, expiresAt: hour } });
  expect((await listMembers(admin)).data.find(({ id }) => id === lead.id)).toMatchObject({ claimed: 1 });

  const { organizationPk } = member;
  for (const isShared of [false, true])
    await db.savedView.create({
      data: {
        ...{ organizationPk, environment: "live", id: newId("view"), list: "sessions", memberId: lead.id },
        ...{ name: `View ${isShared}`, isShared, content: { filter: {}, columns: [] } },
      },
    });

  expect(await removeMember(admin, { memberId: lead.id })).toMatchObject({ releasedCases: 2 });
  expect(await db.savedView.findMany({ where: { organizationPk } })).toMatchObject([{ isShared: true }]);

  const rows = await db.reviewCase.findMany({
    where: { id: { in: [claimed, escalated] } },
    orderBy: { id: "asc" },
  });
  expect(rows).toMatchObject([
    { status: "open", assignedTo: null, claimExpiresAt: null },
    { status: "escalated", escalatedTo: null },
  ]);
  const signIn = await db.signIn.findUniqueOrThrow({ where: { id: signInId } });
  expect(signIn.revokedAt).not.toBeNull();
  expect((await listMembers(admin)).data.map(({ id }) => id)).toEqual([admin.id]);
  await expect(removeMember(admin, { memberId: lead.id })).rejects.toMatchObject({ code: "not_found" });
});

it("a role that may not claim loses its cases; one that still may keeps them", async () => {
  const { organization, admin, members } = await scene(["reviewer"]);
  const [reviewer] = members as [Actor];
  const [caseId = ""] = await createBareCases(organization, 1);
  await db.reviewCase.updateMany({
    where: { id: caseId },
    data: { status: "in_review", assignedTo: reviewer.id, claimedAt: new Date() },
  });
  const holder = async () => (await db.reviewCase.findFirstOrThrow({ where: { id: caseId } })).assignedTo;
  await changeRoles(admin, { memberId: reviewer.id, roles: ["lead"] });
  expect(await holder()).toBe(reviewer.id);
  await changeRoles(admin, { memberId: reviewer.id, roles: ["auditor"] });
  expect(await holder()).toBeNull();
});

it("the account of a removed member never becomes another person's", async () => {
  const { admin, members } = await scene(["reviewer"]);
  const [reviewer] = members as [Actor];
  await removeMember(admin, { memberId: reviewer.id });
  const { url } = await inviteMember(admin, { roles: ["auditor"] });
  await expect(acceptInvitation(joining(url, reviewer.name), origin)).rejects.toMatchObject({
    code: "conflict",
  });
  expect((await listMembers(admin)).data.map(({ id }) => id)).toEqual([admin.id]);
});

it("the open invitations of a member end when they are no longer an admin", async () => {
  const { admin, members } = await scene(["admin"]);
  const [second] = members as [Actor];
  const made = await inviteMember(second, { roles: ["admin"] });
  await changeRoles(admin, { memberId: second.id, roles: ["admin", "lead"] });
  expect(await isInvited(tokenOf(made.url))).toBe(true);
  await changeRoles(admin, { memberId: second.id, roles: ["lead"] });
  expect(await isInvited(tokenOf(made.url))).toBe(false);
});

it("nobody but an admin manages members, nobody removes themselves, and ids of others are unknown", async () => {
  const { organization, admin, members } = await scene(["lead"], ["compliance"], ["auditor"], ["reviewer"]);
  const other = await scene(["reviewer"]);
  const key = keyActorOf(organization, ["sessions:write", "cases:write", "requests:write"]);
  const roles: Role[] = ["admin"];
  for (const actor of [...members, key]) {
    await expect(inviteMember(actor, { roles })).rejects.toMatchObject({ code: "forbidden" });
    await expect(changeRoles(actor, { memberId: actor.id, roles })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(removeMember(actor, { memberId: admin.id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(listInvitations(actor)).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(removeMember(admin, { memberId: admin.id })).rejects.toMatchObject({ code: "conflict" });
  const [foreign] = other.members as [Actor];
  await expect(removeMember(admin, { memberId: foreign.id })).rejects.toMatchObject({ code: "not_found" });
  await expect(changeRoles(admin, { memberId: foreign.id, roles })).rejects.toMatchObject({
    code: "not_found",
  });
  expect(permissionsOfRoles(["auditor"]).has("members:read")).toBe(true);
});
