import "server-only";
import type { Actor } from "@/lib/auth/actor";
import type { CheckDto } from "@/lib/checks/schema";
import { instantOrNull } from "@/lib/format/instant";
import type { Sealed } from "@/lib/privacy/seal";
import { hidden, viewFreeForm } from "@/lib/privacy/view";

type CheckRow = {
  policy: string;
  attempt: number;
  status: CheckDto["status"];
  score: number | null;
  threshold: number | null;
  createdAt: Date | null;
  completedAt: Date | null;
};

/** An attempt as this actor may see it. */
export function toCheckDto(actor: Actor, row: CheckRow, sealed: Sealed["check"] | null): CheckDto {
  return {
    policy: row.policy,
    status: row.status,
    attempt: row.attempt,
    score: row.score,
    threshold: row.threshold,
    details: viewDetails(actor, sealed?.details),
    createdAt: instantOrNull(row.createdAt),
    completedAt: instantOrNull(row.completedAt),
  };
}

const readable = /mrz|visual|barcode|chip|number|name|birth|document_no|raw|text/i;

/** People see what a check says, but not the lines it read: those are personal data, and revealing them is an event. */
function viewDetails(actor: Actor, details: unknown): unknown {
  const shown = viewFreeForm(actor, details);
  if (actor.kind !== "person" || shown === null || typeof shown !== "object" || Array.isArray(shown))
    return shown;
  return Object.fromEntries(
    Object.entries(shown).map(([key, value]) => [key, readable.test(key) ? hidden : value]),
  );
}
