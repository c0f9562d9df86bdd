import "server-only";
import { recordEvent } from "@/lib/audit/record";
import { type Actor, authorize, inScope } from "@/lib/auth/actor";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { piiFields } from "@/lib/sessions/schema";
import { currentSettings } from "@/lib/settings/current";
import { toSettingsDto } from "@/lib/settings/dto";
import type { DataAccessInput, SettingsDto } from "@/lib/settings/schema";

/**
 * Changes what the API may return and how long image URLs live. Takes effect with the next request.
 * @throws AppError conflict when somebody else has saved since `version`
 */
export async function updateDataAccess(actor: Actor, input: DataAccessInput): Promise<SettingsDto> {
  authorize(actor, "settings:update");
  const before = await currentSettings(actor);
  const apiPiiFields = piiFields.filter((field) => input.apiPiiFields.includes(field));
  const imageUrlExpirySeconds = input.imageUrlExpirySeconds ?? before.imageUrlExpirySeconds;
  const after = { apiPiiFields, imageUrlExpirySeconds };
  const changes = Object.fromEntries(
    (Object.keys(after) as (keyof typeof after)[])
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => [name, { before: before[name], after: after[name] }]),
  );
  await db.$transaction(async (tx) => {
    const { count } = await tx.settings.updateMany({
      where: { ...inScope(actor), version: input.version },
      data: { ...after, version: { increment: 1 }, updatedAt: new Date() },
    });
    if (count !== 1)
      throw new AppError(
        "conflict",
        "Somebody else has changed these settings since you opened them. Reload to see theirs.",
      );
    await recordEvent(tx, actor, {
      type: "settings.updated",
      metadata: { changes },
      resource: { type: "settings", id: "data-access" },
    });
  });
  return toSettingsDto(await currentSettings(actor));
}
