import "server-only";
import type { CheckDto } from "@/lib/checks/schema";
import { instantOrNull } from "@/lib/format/instant";
import { viewDetails } from "@/lib/records/details";
import type { View } from "@/lib/records/view";
import type { Sealed } from "@/lib/vault/sealed";

type CheckRow = {
  policy: string;
  attempt: number;
  status: CheckDto["status"];
  score: number | null;
  threshold: number | null;
  createdAt: Date | null;
  completedAt: Date | null;
};

/**
 * Returns the details of a check. A member who overrides a check writes the reason for colleagues, so it is shown
 * like a note even where details are masked.
 */
function viewCheck(view: View, details: unknown): unknown {
  const shown = viewDetails(view, details);
  const { override, reason } = (details ?? {}) as { override?: unknown; reason?: unknown };
  const isOurs = view.sight === "masked" && override === true && typeof reason === "string";
  return isOurs ? { ...(shown as object), reason } : shown;
}

/**
 * Returns an attempt as the view allows. Details contain values read from a document, so revealing them is recorded.
 */
export function toCheckDto(view: View, row: CheckRow, sealed: Sealed["check"] | null): CheckDto {
  return {
    policy: row.policy,
    status: row.status,
    attempt: row.attempt,
    score: row.score,
    threshold: row.threshold,
    details: viewCheck(view, sealed?.details),
    createdAt: instantOrNull(row.createdAt),
    completedAt: instantOrNull(row.completedAt),
  };
}
