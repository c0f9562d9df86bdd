// Lists the members, or makes a link for a new one when nobody can sign in any more:
// npm run members [-- --organization ID] [-- --invite ROLE[,ROLE]]
import { parseArgs } from "node:util";
import { z } from "zod";
import { roles } from "@/lib/actor/permissions";
import { recordScopedEvents } from "@/lib/events/record";
import { exactUtc } from "@/lib/format/date";
import { openDatabases } from "@/lib/platform/databases";
import { closeDb, db } from "@/lib/platform/db";
import { makeInvitation } from "@/lib/team/write";
import { runCommand } from "@/scripts/command";

const usage = `npm run members -- [options]
  --organization ID    only this organization; needed with --invite when there are several
  --invite ROLE,ROLE   print a one-time link for a new member with these roles: ${roles.join(", ")}
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
    return await (values.invite === undefined ? list(organizations) : invite(organizations, values.invite));
  } finally {
    await closeDb();
    await databases.close();
  }
});
