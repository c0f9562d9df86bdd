import "server-only";
import type { Actor } from "@/lib/auth/actor";
import type { Transaction } from "@/lib/platform/db";
import { noteErasures } from "@/lib/privacy/redaction";
import type { OwnRequest } from "@/lib/requests/own";

/**
 * Ends the package of a request, and with it every link to it, which names a package that is no more.
 * @returns the key that is to be destroyed once this is committed, with `finishRedaction`
 */
export async function endPackage(
  tx: Transaction,
  actor: Actor,
  { pk, package: made }: OwnRequest,
): Promise<string | null> {
  await tx.package.deleteMany({ where: { requestPk: pk } });
  if (!made?.dataKeyId) return null;
  await noteErasures(tx, actor, [{ kind: "package", id: made.id, dataKeyId: made.dataKeyId }]);
  return made.dataKeyId;
}
