import { linkStateOf, mostTries } from "@/lib/delivery/policy";
import type { LinkDto } from "@/lib/delivery/schema";
import { instant, instantOrNull } from "@/lib/format/instant";
import type { DeliveryLink } from "@/lib/platform/generated/client";

/** A link as an officer sees it. Its token and its code are not stored, so they cannot be shown. */
export const toLinkDto = (link: DeliveryLink, names: ReadonlyMap<string, string>): LinkDto => ({
  id: link.id,
  packageId: link.packageId,
  state: linkStateOf(link, new Date()),
  createdBy: names.get(link.createdBy) ?? link.createdBy,
  createdAt: instant(link.createdAt),
  expiresAt: instant(link.expiresAt),
  triesLeft: Math.max(0, mostTries - link.tries),
  deliveredAt: instantOrNull(link.deliveredAt),
  sha256: link.sha256 ? Buffer.from(link.sha256).toString("hex") : null,
});
