import "server-only";
import { adapters } from "@/lib/intake/adapters";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { readStored } from "@/lib/platform/stored";
import { askAgain } from "@/lib/sources/sync";
import { openSourceSecret } from "@/lib/vault/source-secret";
import type { Notice } from "@/lib/vendors/adapter";
import { VendorError } from "@/lib/vendors/error";

/**
 * Takes a vendor's notice that sessions have changed: they are fetched next. Nothing else in it is believed.
 * @returns how many sessions it named
 * @throws AppError not_found alike for a source that does not exist and one that takes no notices; unauthorized when
 * the notice does not prove its sender; bad_request when it cannot be read
 */
export async function receiveNotice(
  sourceId: string,
  given: Omit<Notice, "secret" | "now">,
): Promise<number> {
  const row = await db.source.findUnique({ where: { id: sourceId } });
  const adapter = row && adapters[row.vendor];
  if (!row || row.removedAt || !adapter?.notice) throw new AppError("not_found", "Source not found.");
  const { sealedNoticeSecret: sealed } = row;
  const organization = await db.organization.findUniqueOrThrow({
    where: { pk: row.organizationPk },
    select: { id: true },
  });
  const secret = sealed && (await openSourceSecret(organization.id, row.id, "notice", sealed));
  try {
    const settings = readStored(adapter.settings, row.settings, "sources.settings");
    const ids = adapter.notice({ ...given, secret, now: new Date() }, settings);
    if (ids.length > 0) await askAgain(row, ids.slice(0, 1000));
    return ids.length;
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    throw new AppError(error.fault === "refused_key" ? "unauthorized" : "bad_request", error.message);
  }
}
