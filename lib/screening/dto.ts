import "server-only";
import { z } from "zod";
import { maskName } from "@/lib/format/name";
import type { View } from "@/lib/records/view";
import {
  confirmationCodes,
  dismissalCodes,
  type ScreeningCheckDto,
  type UnreadHitField,
  unreadHitFields,
} from "@/lib/screening/schema";
import type { Sealed } from "@/lib/vault/sealed";

const text = z.string().nullish();
/** The shown part of a vendor's hit. */
const shownHit = z.object({
  name: text,
  match_types: z.array(z.string()).nullish(),
  list_name: text,
  entity_type: text,
  birthdate: text,
  countries: z.array(z.string()).nullish(),
  dismissed_reason: text,
  reason_code: z.enum([...dismissalCodes, ...confirmationCodes]).nullish(),
} satisfies Record<UnreadHitField, z.ZodType>);

/** Reads each value of a vendor's hit. A value in another shape is named, not shown, and stays in the export. */
function readHit(given: Record<string, unknown>) {
  const { error } = shownHit.safeParse(given);
  const wrong = new Set(error?.issues.map(({ path }) => path[0]));
  const rest = Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name)));
  return { hit: shownHit.parse(rest), unreadFields: unreadHitFields.filter((name) => wrong.has(name)) };
}

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
  const { hit, unreadFields } = readHit(sealed?.hit ?? {});
  const birthdate = hit.birthdate ?? null;
  const isMasked = view.sight === "masked";
  const isHidden = view.sight === "hidden";
  return {
    id: hitIdOf(row, sealed),
    name: isHidden ? null : isMasked && hit.name ? maskName(hit.name) : (hit.name ?? null),
    matchScore: row.matchScore,
    matchTypes: hit.match_types ?? [],
    listName: hit.list_name ?? null,
    entityType: hit.entity_type ?? null,
    birthdate: isHidden || (isMasked && !birthdate) ? null : isMasked ? "••••-••-••" : birthdate,
    countries: hit.countries ?? [],
    isDismissed: row.isDismissed,
    dismissedReason: isHidden ? null : (hit.dismissed_reason ?? null),
    isConfirmed: row.isConfirmed,
    reasonCode: row.isDismissed || row.isConfirmed ? (hit.reason_code ?? null) : null,
    resolvedBy: row.resolvedBy,
    ...(unreadFields.length > 0 && { unreadFields }),
  };
}
