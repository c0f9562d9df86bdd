// Lists the members, or makes a link for a new one when nobody can sign in any more:
// npm run members [-- --organization ID] [-- --invite ROLE[,ROLE]] [-- --password EMAIL] [-- --no-second-factor EMAIL]
import { parseArgs } from "node:util";
import { z } from "zod";
import { roles } from "@/lib/actor/permissions";
import { accountAddress } from "@/lib/auth/address";
import { recordScopedEvents } from "@/lib/events/record";
import type { AuditEventInput } from "@/lib/events/types";
import { exactUtc } from "@/lib/format/date";
import { dropSecondFactor } from "@/lib/members/second-factor";
import { openDatabases } from "@/lib/platform/databases";
import { closeDb, db, type Transaction } from "@/lib/platform/db";
import { storePasswordLink } from "@/lib/team/password-link";
import { makeInvitation } from "@/lib/team/write";
import { runCommand } from "@/scripts/command";

const usage = `npm run members -- [options]
  --organization ID    only this organization; needed with --invite when there are several
  --invite ROLE,ROLE   print a one-time link for a new member with these roles: ${roles.join(", ")}
  --password EMAIL     print a one-time link with which this member sets a new password
  --no-second-factor EMAIL
                       remove the authenticator app, passkeys and recovery codes of this member
  --help               show this text`;

/** The name of the operator in the log: who may run commands on the server has no account. */
const operator = "command-line";

const rolesOf = (text: string) =>
  z
    .array(z.enum(roles))
    .min(1)
    .safeParse(text.split(",").map((role) => role.trim()));

async function invite(organizations: readonly { pk: bigint; id: string }[], text: string): Promise<number> {
  const wanted = rolesOf(text);
  const [organization, ...others] = organizations;
  if (!wanted.success) {
    console.error(`“${text}” is not a list of roles. Use ${roles.join(", ")}, separated by commas.`);
    return 1;
  }
  if (!organization || others.length > 0) {
    console.error("There are several organizations. Name one with --organization.");
    return 1;
  }
  const given = [...new Set(wanted.data)];
  const made = await db.$transaction(async (tx) => {
    const invitation = await makeInvitation(tx, {
      organizationPk: organization.pk,
      roles: given,
      invitedBy: operator,
    });
    const scope = { organizationPk: organization.pk, environment: "live" as const };
    const resource = { type: "invitation" as const, id: invitation.id };
    await recordScopedEvents(tx, operator, [
      { scope, event: { type: "member.invited", metadata: { roles: given }, resource } },
    ]);
    return invitation;
  });
  console.log(`${made.url}\nThe link creates one account, once, until ${exactUtc(made.expiresAt)}.`);
  return 0;
}

type Known = {
  pk: bigint;
  organizationPk: bigint;
  id: string;
  email: string;
  secondFactorSince: Date | null;
};

/** Changes how a member signs in, with its entry in the log. */
async function recover(
  organizations: readonly { pk: bigint }[],
  address: string,
  work: (
    tx: Transaction,
    member: Known,
  ) => Promise<{ event: AuditEventInput; told: string } | { problem: string }>,
): Promise<number> {
  const email = accountAddress(address);
  const organizationPk = { in: organizations.map(({ pk }) => pk) };
  const told = await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM members WHERE email = ${email} FOR UPDATE`;
    const member = await tx.member.findFirst({ where: { email, organizationPk, removedAt: null } });
    if (!member) return { problem: `There is no member ${email}.` };
    const done = await work(tx, member);
    if ("problem" in done) return done;
    const scope = { organizationPk: member.organizationPk, environment: "live" as const };
    const resource = { type: "member" as const, id: member.id };
    await recordScopedEvents(tx, operator, [{ scope, event: { ...done.event, resource } }]);
    return done;
  });
  if ("problem" in told) console.error(told.problem);
  else console.log(told.told);
  return "problem" in told ? 1 : 0;
}

const linkFor = async (tx: Transaction, { organizationPk, pk: memberPk }: Known) => {
  const { url, expiresAt } = await storePasswordLink(tx, { organizationPk, memberPk, madeBy: operator });
  return {
    event: { type: "member.password-link-made" as const, metadata: {} },
    told: `${url}\nThe link sets a new password, once, until ${exactUtc(expiresAt)}.`,
  };
};

const withoutFactor = async (tx: Transaction, member: Known) => {
  if (!member.secondFactorSince) return { problem: `${member.email} has no second factor.` };
  await dropSecondFactor(tx, member);
  return {
    event: { type: "member.second-factor-removed" as const, metadata: { by: "command-line" as const } },
    told: `Sign-in asks ${member.email} only for the password now.`,
  };
};

async function list(organizations: readonly { pk: bigint; id: string; name: string }[]): Promise<number> {
  for (const { pk, id, name } of organizations) {
    const members = await db.member.findMany({
      where: { organizationPk: pk, removedAt: null },
      orderBy: [{ name: "asc" }, { id: "asc" }],
    });
    console.log(`${id} ${name}: ${members.length === 0 ? "no members" : ""}`.trim());
    for (const member of members)
      console.log(`  ${member.id} ${member.name} <${member.email}> ${member.roles.join(", ")}`);
  }
  return 0;
}

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      organization: { type: "string" },
      invite: { type: "string" },
      password: { type: "string" },
      "no-second-factor": { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const databases = await openDatabases();
  try {
    const where = values.organization === undefined ? {} : { id: values.organization };
    const organizations = await db.organization.findMany({ where, orderBy: { pk: "asc" } });
    if (organizations.length === 0) {
      console.error(
        values.organization
          ? `There is no organization ${values.organization}.`
          : "There is no organization yet.",
      );
      return 1;
    }
    const { invite: wanted, password, "no-second-factor": lost } = values;
    const codes: number[] = [];
    if (wanted !== undefined) codes.push(await invite(organizations, wanted));
    if (lost !== undefined) codes.push(await recover(organizations, lost, withoutFactor));
    if (password !== undefined) codes.push(await recover(organizations, password, linkFor));
    return codes.length > 0 ? Math.max(...codes) : await list(organizations);
  } finally {
    await closeDb();
    await databases.close();
  }
});
