import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { toLinkDto } from "@/lib/delivery/dto";
import type { DeliveryActor } from "@/lib/delivery/policy";
import { codeFrom, isAnswered, plainCode, whyLinked } from "@/lib/delivery/policy";
import { listLinks } from "@/lib/delivery/read";
import type { DeliverInput, LinkInput, LinkList, MadeLinkDto } from "@/lib/delivery/schema";
import { recordEvent } from "@/lib/events/record";
import { daysAfter } from "@/lib/format/day";
import { pastInstant } from "@/lib/format/instant";
import { memberNames } from "@/lib/members/load";
import { type PackageDownload, packageZip } from "@/lib/packages/send";
import { digest, newToken } from "@/lib/platform/crypto";
import { db, type Transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { hashPassword } from "@/lib/platform/password";
import { belowRequest, type Scope } from "@/lib/platform/scope";
import { isDeliveredPart } from "@/lib/requests/dto";
import { endPart } from "@/lib/requests/later";
import { lockRequest, ownRequestOf } from "@/lib/requests/load";
import type { RequestDto } from "@/lib/requests/schema";
import { changeRequest, type OnRequest } from "@/lib/requests/write";

/**
 * Creates a one-time link to the package of a request, and its code. Only the answer contains them: the database
 * stores a digest of the token and a slow hash of the code. An earlier link ends.
 * @throws AppError conflict when there is no package
 */
export async function createLink(
  actor: Actor,
  input: LinkInput & { requestId: string },
): Promise<MadeLinkDto> {
  authorize(actor, "requests:work");
  await ownRequestOf(actor, input.requestId);
  const [token, code, id, now] = [newToken(), codeFrom(randomBytes(64)), newId("dlk"), new Date()];
  const codeHash = await hashPassword(plainCode(code));
  const { link, language } = await db.$transaction(async (tx) => {
    const request = await lockRequest(tx, actor, input.requestId);
    if (!isAnswered(request.status)) throw new AppError("conflict", "This request is closed.");
    if (request.package?.status !== "ready") throw new AppError("conflict", "Build the package first.");
    await endLinks(tx, actor, belowRequest(request), now);
    const made = await tx.deliveryLink.create({
      data: {
        ...belowRequest(request),
        id,
        packageId: request.package.id,
        tokenDigest: Uint8Array.from(digest(token)),
        codeHash,
        createdBy: actor.id,
        createdAt: now,
        expiresAt: daysAfter(now, input.expiresInDays),
      },
    });
    await recordEvent(tx, actor, {
      type: "package.link-created",
      metadata: {
        packageId: request.package.id,
        linkId: id,
        expiresAt: made.expiresAt.toISOString(),
      },
      resource: { type: "request", id: request.id },
    });
    return { link: made, language: request.language };
  });
  return {
    url: `${env().publicUrl}/delivery/${token}?language=${language}`,
    code,
    link: toLinkDto(link, await memberNames(actor)),
  };
}

/**
 * Ends the links that were not used.
 * @returns the ids of those it ended
 */
async function endLinks(
  tx: Transaction,
  actor: Actor,
  where: Scope & { requestPk: bigint; id?: string },
  now: Date,
): Promise<number> {
  const { count } = await tx.deliveryLink.updateMany({
    where: { ...where, deliveredAt: null, revokedAt: null },
    data: { revokedAt: now, revokedBy: actor.id },
  });
  return count;
}

/** Revokes a link. Repeating it changes nothing. */
export async function revokeLink(
  actor: Actor,
  input: { requestId: string; linkId: string },
): Promise<LinkList> {
  authorize(actor, "requests:work");
  const request = await ownRequestOf(actor, input.requestId);
  const where = { ...belowRequest(request), id: input.linkId };
  await db.$transaction(async (tx) => {
    if (!(await tx.deliveryLink.findFirst({ where }))) throw new AppError("not_found", "Link not found.");
    if ((await endLinks(tx, actor, where, new Date())) === 1)
      await recordEvent(tx, actor, {
        type: "package.link-revoked",
        metadata: { linkId: input.linkId },
        resource: { type: "request", id: request.id },
      });
  });
  return listLinks(actor, input);
}

/**
 * Sends the package to the browser that gave the right code. It is delivered when its last byte has been sent; until
 * then the same browser may start again within the hour.
 * @throws AppError not_found when the link or the package has ended meanwhile
 */
export async function collectPackage(actor: DeliveryActor): Promise<PackageDownload> {
  authorize(actor, "packages:collect");
  const request = await ownRequestOf(actor, actor.target.requestId);
  if (request.package?.id !== actor.target.packageId) throw new AppError("not_found", "Link not found.");
  const made = await packageZip(actor, request);
  return { ...made, open: async () => (await made.open()).pipeThrough(counting(actor)) };
}

/** Passes bytes on, and stores the receipt after the last one. */
function counting(actor: DeliveryActor): TransformStream<Uint8Array, Uint8Array> {
  const hash = createHash("sha256");
  return new TransformStream({
    transform(piece, controller) {
      hash.update(piece);
      controller.enqueue(piece);
    },
    flush: () => receive(actor, hash.digest()),
  });
}

/** The event of a delivery: of the whole answer, or of a part while sessions are left out. */
const deliveryOf = (via: string, later: number) =>
  later > 0
    ? { type: "request.part-delivered" as const, metadata: { via, later } }
    : { type: "request.delivered" as const, metadata: { via } };

/**
 * Stores the receipt. The first receipt marks the request as delivered, unless its package was replaced during the
 * download: that package may contain something else.
 */
async function receive(actor: DeliveryActor, sha256: Buffer): Promise<void> {
  const { requestId, packageId, linkId } = actor.target;
  const now = new Date();
  await db.$transaction(async (tx) => {
    const request = await lockRequest(tx, actor, requestId);
    const { count } = await tx.deliveryLink.updateMany({
      where: { ...belowRequest(request), id: linkId, deliveredAt: null, revokedAt: null },
      data: { deliveredAt: now, sha256: Uint8Array.from(sha256) },
    });
    if (count === 0) return refuseRevoked(tx, { ...belowRequest(request), id: linkId });
    const resource = { type: "request" as const, id: request.id };
    await recordEvent(tx, actor, {
      type: "package.delivered",
      metadata: { packageId, linkId, sha256: sha256.toString("hex") },
      resource,
    });
    if (request.package?.id !== packageId) return;
    if (request.deliveredAt || request.status !== "open" || isDeliveredPart(request)) return;
    const later = await endPart(tx, request);
    const delivered =
      later > 0 ? { partDeliveredAt: now } : { deliveredAt: now, deliveredVia: "link" as const };
    await tx.request.update({
      where: { scoped: { ...inScope(actor), pk: request.pk } },
      data: { ...delivered, updatedAt: now, version: { increment: 1 } },
      select: { pk: true },
    });
    await recordEvent(tx, actor, { ...deliveryOf("link", later), resource });
  });
}

/** Two downloads of one link may run at once; the second adds nothing. A revoked link breaks its downloads off. */
async function refuseRevoked(tx: Transaction, own: Scope & { requestPk: bigint; id: string }): Promise<void> {
  const link = await tx.deliveryLink.findFirst({ where: { ...own, deliveredAt: { not: null } } });
  if (!link) throw new AppError("not_found", "Link not found.");
}

/**
 * Records that the answer, or a part of it, reached the requester by another channel: how, to whom and when.
 * @throws AppError conflict while a one-time link is active, because it would deliver the answer a second time;
 * validation_error for a time in the future or before the answer was built
 */
export const markDelivered = (actor: Actor, input: OnRequest & DeliverInput): Promise<RequestDto> =>
  changeRequest(actor, input, "delivered", async (request, tx, now) => {
    const links = await tx.deliveryLink.findMany({ where: belowRequest(request) });
    const refusal = whyLinked(links, now);
    if (refusal) throw new AppError("conflict", refusal);
    const deliveredAt = pastInstant(input.deliveredAt ? new Date(input.deliveredAt) : now, now);
    const builtAt = request.package?.builtAt;
    if (!deliveredAt || (builtAt && deliveredAt < builtAt))
      throw new AppError(
        "validation_error",
        "The delivery time must be after the package was built and not in the future.",
        {
          fields: [
            {
              field: "delivered_at",
              message: deliveredAt ? "is before the package was built" : "is in the future",
            },
          ],
        },
      );
    const later = await endPart(tx, request);
    return {
      changes: later > 0 ? { partDeliveredAt: deliveredAt } : { deliveredAt, deliveredVia: input.via },
      deliveredTo: input.to,
      event: deliveryOf(input.via, later),
    };
  });
