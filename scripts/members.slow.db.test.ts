import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { acceptInvitation } from "@/lib/auth/invitation";
import { findPasswordLink } from "@/lib/auth/password-link";
import { newId } from "@/lib/platform/id";
import { createMember, createOrganization } from "@/test/factories";
import { db } from "@/test/test-db";

const command = (...args: string[]) =>
  promisify(execFile)(process.execPath, ["--import", "tsx", "scripts/members.ts", ...args], {
    env: { ...process.env, TSX_TSCONFIG_PATH: "tsconfig.node.json" },
  }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stderr }) => ({ code: Number(code), said: String(stderr) }),
  );

it("lists the members, and prints a link that makes an admin, which the log records", async () => {
  const organization = await createOrganization();
  const lead = await createMember(organization, ["lead"], { name: "Lea" });
  const listed = await command("--organization", organization.id);
  expect(listed).toMatchObject({ code: 0 });
  expect(listed.said).toContain(`  ${lead.id} Lea <${lead.name}> lead\n`);

  const { code, said } = await command("--organization", organization.id, "--invite", "admin,lead");
  expect(code).toBe(0);
  const token = /token=(\S+)/.exec(said)?.[1] ?? "";
  const email = `${newId("mem")}@test.example`;
  await acceptInvitation(
    { token, name: "Ada", email, password: "a long password" },
    { ipAddress: "192.0.2.9" },
  );
  expect((await db.member.findUniqueOrThrow({ where: { email } })).roles).toEqual(["admin", "lead"]);
  const events = await db.auditEvent.findMany({
    where: { organizationPk: organization.pk },
    orderBy: { sequence: "asc" },
    select: { type: true, actorName: true },
  });
  expect(events).toEqual([
    { type: "member.invited", actorName: "command-line" },
    { type: "member.joined", actorName: email },
  ]);
});

it("gets a member back in who lost the password and the authenticator app", async () => {
  const organization = await createOrganization();
  const lea = await createMember(organization, ["lead"], { name: "Lea" });
  const here = ["--organization", organization.id];
  const { code, said } = await command(...here, "--password", lea.name.toUpperCase());
  expect(code).toBe(0);
  expect(await findPasswordLink(/token=(\S+)/.exec(said)?.[1] ?? "")).not.toBeNull();

  expect(await command(...here, "--no-second-factor", lea.name)).toMatchObject({ code: 1 });
  await db.member.update({ where: { id: lea.id }, data: { secondFactorSince: new Date() } });
  expect(await command(...here, "--no-second-factor", lea.name)).toMatchObject({ code: 0 });
  expect((await db.member.findUniqueOrThrow({ where: { id: lea.id } })).secondFactorSince).toBeNull();
  const where = { organizationPk: organization.pk, resourceId: lea.id };
  expect(
    await db.auditEvent.findMany({ where, orderBy: { sequence: "asc" }, select: { type: true } }),
  ).toEqual([{ type: "member.password-link-made" }, { type: "member.second-factor-removed" }]);

  await db.member.update({ where: { id: lea.id }, data: { secondFactorSince: new Date() } });
  const both = await command(...here, "--password", lea.name, "--no-second-factor", lea.name);
  expect(await findPasswordLink(/token=(\S+)/.exec(both.said)?.[1] ?? "")).not.toBeNull();
  expect((await db.member.findUniqueOrThrow({ where: { id: lea.id } })).secondFactorSince).toBeNull();

  const other = await createOrganization();
  const elsewhere = await command("--organization", other.id, "--password", lea.name);
  expect(elsewhere).toMatchObject({ code: 1 });
  expect(elsewhere.said).toContain(`There is no member ${lea.name}.`);
});

it.each([
  ["an unknown role", ["--invite", "boss"], "“boss” is not a list of roles."],
  [
    "an organization that does not exist",
    ["--organization", "org_none"],
    "There is no organization org_none.",
  ],
  ["an unknown option", ["--remove"], "--help lists the options."],
])("says so for %s, and changes nothing", async (_, args, said) => {
  await createOrganization();
  const before = await db.invitation.count();
  const answer = await command(...args);
  expect(answer).toMatchObject({ code: 1 });
  expect(answer.said).toContain(said);
  expect(await db.invitation.count()).toBe(before);
});
