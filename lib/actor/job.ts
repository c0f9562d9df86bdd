import "server-only";
import { type Actor, type ActorScope, type Environment, environments } from "@/lib/actor/actor";
import { mintActor } from "@/lib/actor/mint";
import type { Permission } from "@/lib/actor/permissions";
import { db } from "@/lib/platform/db";
import { StartError } from "@/lib/platform/errors";

/**
 * Creates the actor of a background job or a command.
 * @param name the name in the audit log, such as `cli:import`
 * @throws StartError when the organization does not exist, or when there are several and none is named
 */
export async function jobActor(
  name: string,
  environment: Environment,
  permissions: readonly Permission[],
  organizationId?: string,
): Promise<Actor> {
  const where = organizationId ? { id: organizationId } : {};
  const [organization, another] = await db.organization.findMany({ where, orderBy: { pk: "asc" }, take: 2 });
  if (another) throw new StartError("There are several organizations; name one with --organization.");
  if (!organization)
    throw new StartError(
      organizationId
        ? `There is no organization ${organizationId}.`
        : "There is no organization yet; start the server once.",
    );
  const scope = { organizationPk: organization.pk, organizationId: organization.id, environment };
  return mintActor({ kind: "job", id: name, name, scope, permissions: new Set(permissions), request: {} });
}

/** Returns every environment of every organization that is not held, for jobs that visit one after the other. */
export async function everyScope(): Promise<ActorScope[]> {
  const organizations = await db.organization.findMany({
    where: { heldAt: null },
    orderBy: { pk: "asc" },
    select: { pk: true, id: true },
  });
  return organizations.flatMap(({ pk, id }) =>
    environments.map((environment) => ({ organizationPk: pk, organizationId: id, environment })),
  );
}
