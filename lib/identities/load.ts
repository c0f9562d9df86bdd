import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";

/**
 * Finds an identity by its id or its external reference, in the actor's organization and environment.
 * @throws AppError not_found
 */
export async function ownIdentityOf(actor: Actor, idOrRef: string) {
  const found = await db.identity.findMany({
    where: { ...inScope(actor), OR: [{ id: idOrRef }, { externalRef: idOrRef }] },
  });
  const identity = found.find(({ id }) => id === idOrRef) ?? found[0];
  if (!identity) throw new AppError("not_found", "Identity not found.");
  return identity;
}

export type OwnIdentity = Awaited<ReturnType<typeof ownIdentityOf>>;

/**
 * The sessions of an identity: those that created it, and those under its external reference that were never
 * completed. Lists leave out restricted sessions.
 */
export const listedSessionsOf = (actor: Actor, identity: OwnIdentity) => ({
  ...everySessionOf(actor, identity),
  isRestricted: false,
});

/** {@link listedSessionsOf} with restricted sessions, for answers that must be complete. */
export const everySessionOf = (actor: Actor, { pk, externalRef }: OwnIdentity) => ({
  ...inScope(actor),
  OR: [{ identityPk: pk }, { externalRef }],
});

/** The values that replace what identified a person. */
export const redactedIdentity = { status: "redacted" as const, tags: [], isFlagged: false };
