import "server-only";
import { z } from "zod";
import { maskName } from "@/lib/format/name";
import type { View } from "@/lib/records/view";
import { confirmationCodes, dismissalCodes, type ScreeningCheckDto } from "@/lib/screening/schema";
import type { Sealed } from "@/lib/vault/sealed";

/** A hit is what the vendor sent; what does not fit is left out of the view and stays in the export. */
const shownHit = z.object({
  name: z.string().nullable().catch(null),
  match_types: z.array(z.string()).catch([]),
  list_name: z.string().nullable().catch(null),
  entity_type: z.string().nullable().catch(null),
  birthdate: z.string().nullable().catch(null),
  countries: z.array(z.string()).catch([]),
  dismissed_reason: z.string().nullable().catch(null),
  reason_code: z
    .enum([...dismissalCodes, ...confirmationCodes])
    .nullable()
    .catch(null),
});

export type HitRow = {
  position: number;
  matchScore: number | null;
  isDismissed: boolean;
  isConfirmed: boolean;
  resolvedBy: string | null;
};

/** What a hit is called: by its source's id where there is one. */
export const hitIdOf = (row: Pick<HitRow, "position">, sealed: Sealed["screeningHit"] | null): string => {
  const id = sealed?.hit.id;
  return typeof id === "string" && id ? id : String(row.position);
};

/**
 * A hit as a view has it. Lists are public; that this person may be one of those on them is not, so names are masked
 * like the person's own.
 */
export function toHitDto(
  view: View,
  row: HitRow,
  sealed: Sealed["screeningHit"] | null,
): ScreeningCheckDto["hits"][number] {
  const hit = shownHit.parse(sealed?.hit ?? {});
  const isMasked = view.sight === "masked";
  const isHidden = view.sight === "hidden";
  return {
    id: hitIdOf(row, sealed),
    name: isHidden ? null : isMasked && hit.name ? maskName(hit.name) : hit.name,
    matchScore: row.matchScore,
    matchTypes: hit.match_types,
    listName: hit.list_name,
    entityType: hit.entity_type,
    birthdate: isHidden || (isMasked && !hit.birthdate) ? null : isMasked ? "••••-••-••" : hit.birthdate,
    countries: hit.countries,
    isDismissed: row.isDismissed,
    dismissedReason: isHidden ? null : hit.dismissed_reason,
    isConfirmed: row.isConfirmed,
    reasonCode: row.isDismissed || row.isConfirmed ? hit.reason_code : null,
    resolvedBy: row.resolvedBy,
  };
}
