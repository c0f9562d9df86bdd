import "server-only";
import { recordScopedEvents } from "@/lib/events/record";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { makeInvitation } from "@/lib/team/write";

/** Creates an organization without members. Its settings and keys are made when something first needs them. */
export const createOrganization = (tx: Pick<Transaction, "organization">, name: string) =>
  tx.organization.create({ data: { id: newId("org"), name }, select: { pk: true, id: true } });

/**
 * Creates another organization, with a link for its first admin that its first account invalidates.
 * @param input.by who does it, for the new organization's log
 * @throws AppError conflict when the admin's address has an account: a member belongs to one organization
 */
export async function addOrganization(input: {
  name: string;
  email: string;
  by: string;
}): Promise<{ id: string; url: string; expiresAt: Date }> {
  return db.$transaction(async (tx) => {
    if (await tx.member.findUnique({ where: { email: input.email }, select: { pk: true } }))
      throw new AppError(
        "conflict",
        `${input.email} has an account, or had one. A member belongs to one organization: use another address.`,
      );
    const { pk: organizationPk, id } = await createOrganization(tx, input.name);
    const invitation = await makeInvitation(tx, { organizationPk, roles: ["admin"], invitedBy: null });
    const scope = { organizationPk, environment: "live" as const };
    await recordScopedEvents(tx, input.by, [
      {
        scope,
        event: { type: "organization.created", metadata: {}, resource: { type: "organization", id } },
      },
      {
        scope,
        event: {
          type: "member.invited",
          metadata: { roles: ["admin"] },
          resource: { type: "invitation", id: invitation.id },
        },
      },
    ]);
    return { id, url: invitation.url, expiresAt: invitation.expiresAt };
  });
}
