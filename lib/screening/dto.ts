import "server-only";
import { z } from "zod";
import { maskName } from "@/lib/format/name";
import type { View } from "@/lib/records/view";
import { confirmationCodes, dismissalCodes, type ScreeningCheckDto } from "@/lib/screening/schema";
import type { Sealed } from "@/lib/vault/sealed";

/** The shown part of a vendor's hit. A value in another shape is not shown and stays in the export. */
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

/** Returns the id of a hit: the source's id if there is one, otherwise its position. */
export const hitIdOf = (row: Pick<HitRow, "position">, sealed: Sealed["screeningHit"] | null): string => {
  const id = sealed?.hit.id;
  return typeof id === "string" && id ? id : String(row.position);
};

/**
 * Returns a hit as the view allows. Lists are public, but a person's possible match with an entry is not, so the
 * names of hits are masked like the person's own.
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
