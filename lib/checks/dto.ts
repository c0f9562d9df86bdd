import "server-only";
import type { Actor } from "@/lib/auth/actor";
import type { CheckDto } from "@/lib/checks/schema";
import { instantOrNull } from "@/lib/format/instant";
import type { Sealed } from "@/lib/privacy/seal";
import { viewFreeForm } from "@/lib/privacy/view";

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
    details: viewFreeForm(actor, sealed?.details),
    createdAt: instantOrNull(row.createdAt),
    completedAt: instantOrNull(row.completedAt),
  };
}
