import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { toCaseDto } from "@/lib/cases/dto";
import type { OwnCase } from "@/lib/cases/own";
import { memberNames } from "@/lib/cases/reviewer";
import type { CaseDto } from "@/lib/cases/schema";
import { currentSettings } from "@/lib/settings/current";

/** The case as its DTO, with the members' names and the organization's limits. */
export async function showCase(
  actor: Actor,
  found: Omit<OwnCase, "session"> & { session: { id: string } },
): Promise<CaseDto> {
  const [names, settings] = await Promise.all([memberNames(actor), currentSettings(actor)]);
  return toCaseDto(found, found.session.id, { names, settings, now: new Date(), actor });
}
