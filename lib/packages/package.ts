import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { finishRedaction } from "@/lib/erasure/columns";
import { recordEvent } from "@/lib/events/record";
import { type PackageDownload, packageZip } from "@/lib/packages/send";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { belowRequest } from "@/lib/platform/scope";
import { progressOf } from "@/lib/requests/dto";
import { endPackage, lockRequest, ownRequestOf } from "@/lib/requests/load";
import { wantsPackage, whyNot } from "@/lib/requests/policy";
import type { PackageInput, RequestDto } from "@/lib/requests/schema";
import { showRequest } from "@/lib/requests/show";
import { currentSettings, letterRecord, refuseUnsaid } from "@/lib/settings/load";
import { createDataKey } from "@/lib/vault/data-keys";

/**
 * Queues the package that answers an access request; a job builds it at once and reports progress. An existing
 * package is built again with the current data.
 * @throws AppError conflict before the found sessions are reviewed, while a build runs, or when the record of
 * processing lacks something the letter needs
 */
export async function requestPackage(
  actor: Actor,
  input: PackageInput & { requestId: string },
): Promise<RequestDto> {
  authorize(actor, "requests:work");
  const settings = await currentSettings(actor);
  const id = newId("pkg");
  const { id: dataKeyId, cipher } = await createDataKey(actor.scope, "package", id);
  const older = await db.$transaction(async (tx) => {
    const request = await lockRequest(tx, actor, input.requestId, input.version);
    if (!wantsPackage(request.kind))
      throw new AppError("conflict", "No package answers this kind of request.");
    const proposed = await tx.requestMatch.count({ where: { ...belowRequest(request), state: "proposed" } });
    refuseUnsaid(letterRecord(settings), request.jurisdiction);
    const refusal = whyNot("packaged", progressOf(request, proposed, settings));
    if (refusal) throw new AppError("conflict", refusal);
    if (request.package?.status === "queued" || request.package?.status === "building")
      throw new AppError("conflict", "The package is already being built.");
    const old = await endPackage(tx, actor, request);
    await tx.package.create({
      data: {
        ...belowRequest(request),
        id,
        dataKeyId,
        sealed: input.password ? cipher.seal("package", id, { password: input.password }) : null,
      },
      select: { pk: true },
    });
    await tx.request.update({
      where: { scoped: { ...inScope(actor), pk: request.pk } },
      data: { updatedAt: new Date(), version: { increment: 1 } },
      select: { pk: true },
    });
    await recordEvent(tx, actor, {
      type: "package.requested",
      metadata: { packageId: id },
      resource: { type: "request", id: request.id },
    });
    return old;
  });
  if (older) await finishRedaction(older);
  return showRequest(actor, await ownRequestOf(actor, input.requestId));
}

/**
 * Downloads the package as one ZIP, which is written while it is sent. The download is recorded before the first
 * byte.
 */
export async function downloadPackage(actor: Actor, input: { requestId: string }): Promise<PackageDownload> {
  authorize(actor, "requests:work");
  const request = await ownRequestOf(actor, input.requestId);
  const made = await packageZip(actor, request);
  const { packageId } = made;
  const open = async () => {
    await db.$transaction(async (tx) => {
      // A package that was built again meanwhile is another one.
      const { count } = await tx.package.updateMany({
        where: { ...belowRequest(request), id: packageId },
        data: { downloadedAt: new Date() },
      });
      if (count === 0)
        throw new AppError("not_found", "This request has no package yet. Build the package first.");
      await recordEvent(tx, actor, {
        type: "package.downloaded",
        metadata: { packageId },
        resource: { type: "request", id: request.id },
      });
    });
    return made.open();
  };
  return { ...made, open };
}
