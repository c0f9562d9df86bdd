import "server-only";
import { type Actor, inScope } from "@/lib/auth/actor";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { dataKeyOf } from "@/lib/records/open";

const missing = () => new AppError("not_found", "Request not found.");

/** The request an actor names, in the actor's organization and environment. @throws AppError not_found */
export async function ownRequestOf(actor: Actor, id: string) {
  const found = await db.request.findFirst({
    where: { ...inScope(actor), id },
    include: { pauses: { orderBy: { pk: "asc" } }, package: true },
  });
  if (!found) throw missing();
  return found;
}
export type OwnRequest = Awaited<ReturnType<typeof ownRequestOf>>;

/**
 * {@link ownRequestOf}, locked until the transaction ends.
 * @throws AppError conflict when somebody has changed it since `version`
 */
export async function lockRequest(
  tx: Transaction,
  actor: Actor,
  id: string,
  version?: number,
): Promise<OwnRequest> {
  const { organizationPk, environment } = inScope(actor);
  const [locked] = await tx.$queryRaw<{ pk: bigint }[]>`SELECT pk FROM requests WHERE id = ${id}
    AND organization_pk = ${organizationPk} AND environment = ${environment}::"Environment" FOR UPDATE`;
  if (!locked) throw missing();
  const found = await tx.request.findUniqueOrThrow({
    where: { pk: locked.pk },
    include: { pauses: { orderBy: { pk: "asc" } }, package: true },
  });
  if (version !== undefined && version !== found.version)
    throw new AppError("conflict", "Somebody else has changed this request. Reload to see it as it is now.");
  return found;
}

/** The request's data key, for what must be written. @throws AppError conflict when it has been destroyed */
export async function writableRequestKey(
  actor: Actor,
  request: { id: string; dataKeyId: string | null },
): Promise<Buffer> {
  const key = await dataKeyOf(actor, "request", request);
  if (!key) throw new AppError("conflict", "What this request held of a person has been erased.");
  return key;
}
