import "server-only";
import { type Actor, can } from "@/lib/actor/actor";
import { instant } from "@/lib/format/instant";
import type { Blockable, ListEntryDto } from "@/lib/lists/schema";
import { maskIdentifier } from "@/lib/records/view";
import type { Sealed } from "@/lib/vault/sealed";

export type EntryRow = {
  id: string;
  kind: Blockable;
  reasonCode: string | null;
  addedBy: string;
  createdAt: Date;
  sessionId: string | null;
  matches: number;
};

/** An entry as this actor may see it; roles that work with masked values see its value masked. */
export function toEntryDto(actor: Actor, row: EntryRow, sealed: Sealed["listEntry"] | null): ListEntryDto {
  return {
    id: row.id,
    kind: row.kind,
    value: sealed && can(actor, "pii:mask") ? maskIdentifier(sealed.value) : null,
    reasonCode: row.reasonCode,
    addedBy: row.addedBy,
    createdAt: instant(row.createdAt),
    sessionId: row.sessionId,
    matches: row.matches,
  };
}
