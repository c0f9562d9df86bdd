import "server-only";
import { adapters } from "@/lib/intake/adapters";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Source } from "@/lib/platform/generated/client";
import { scopeOf } from "@/lib/platform/scope";
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
  // One that cannot be opened is not the same as none: then anybody could send a notice.
  if (sealed && secret === null)
    throw new AppError(
      "unauthorized",
      "The secret of this source's notices cannot be opened. Enter it again.",
    );
  if (!sealed) await refuseFlood(row);
  try {
    const settings = readStored(adapter.settings, row.settings, "sources.settings");
    const ids = adapter.notice({ ...given, secret, now: new Date() }, settings);
    if (ids.length > 0) await askAgain(db, row, ids.slice(0, 1000));
    return ids.length;
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    throw new AppError(error.fault === "refused_key" ? "unauthorized" : "bad_request", error.message);
  }
}

/** A vendor that signs nothing names sessions that it has; whoever else sends notices is heard so often at most. */
const mostUnproven = 500;

/** @throws AppError rate_limited while so many sessions wait that nobody has proved to be there */
async function refuseFlood(source: Source): Promise<void> {
  const where = { ...scopeOf(source), sourcePk: source.pk, takenAt: null, nextTryAt: { not: null } };
  if ((await db.sourceItem.count({ where, take: mostUnproven })) >= mostUnproven)
    throw new AppError("rate_limited", "Too many sessions wait that were named without a proof.");
}
