import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { instant } from "@/lib/format/instant";
import { digest, newToken } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { lockConnection } from "@/lib/single-sign-on/load";
import type { ConnectionParams, NewScimTokenDto, ScimTokenParams } from "@/lib/single-sign-on/schema";

/** Two, so that one can be replaced while the other is in use. */
const mostTokens = 2;

/**
 * Creates a token with which the provider of a connection manages members and groups. It is returned once; only its
 * digest is stored.
 * @throws AppError not_found; conflict for the third
 */
export async function createScimToken(
  actor: Actor,
  { connectionId }: ConnectionParams,
): Promise<NewScimTokenDto> {
  authorize(actor, "single-sign-on:manage");
  const token = `scim_${newToken()}`;
  return db.$transaction(async (tx) => {
    const { organizationPk, pk: connectionPk } = await lockConnection(tx, actor, connectionId);
    if ((await tx.scimToken.count({ where: { organizationPk, connectionPk } })) >= mostTokens)
      throw new AppError("conflict", `A connection has at most ${mostTokens} SCIM tokens. Revoke one first.`);
    const row = await tx.scimToken.create({
      data: {
        ...{ organizationPk, connectionPk, id: newId("sct"), createdBy: actor.id },
        ...{ digest: Uint8Array.from(digest(token)), prefix: token.slice(0, 11) },
      },
    });
    await recordEvent(tx, actor, {
      type: "scim.token-created",
      metadata: { prefix: row.prefix },
      resource: { type: "sso_connection", id: connectionId },
    });
    return { id: row.id, token, url: `${env().publicUrl}/api/scim/v2`, createdAt: instant(row.createdAt) };
  });
}

/**
 * Revokes a token. The next call with it is refused.
 * @throws AppError not_found
 */
export async function revokeScimToken(actor: Actor, { connectionId, tokenId }: ScimTokenParams) {
  authorize(actor, "single-sign-on:manage");
  await db.$transaction(async (tx) => {
    const { organizationPk, pk: connectionPk } = await lockConnection(tx, actor, connectionId);
    const where = { organizationPk, connectionPk, id: tokenId };
    const [gone] = await tx.scimToken.findMany({ where });
    if (!gone) throw new AppError("not_found", "SCIM token not found.");
    await tx.scimToken.deleteMany({ where });
    await recordEvent(tx, actor, {
      type: "scim.token-revoked",
      metadata: { prefix: gone.prefix },
      resource: { type: "sso_connection", id: connectionId },
    });
  });
  return { id: tokenId, status: "revoked" as const };
}
