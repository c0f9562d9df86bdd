import { Check, CircleAlert, CircleDashed, Minus, RotateCcw, X } from "lucide-react";
import type { Look } from "@/components/ui/look-pill";
import { textTone } from "@/components/ui/tone";
import type { CheckDto } from "@/lib/checks/schema";
import { words } from "@/lib/format/words";

const looks: Record<CheckDto["status"], Look> = {
  passed: { tone: "good", Icon: Check },
  failed: { tone: "bad", Icon: X },
  error: { tone: "bad", Icon: CircleAlert },
  skipped: { tone: "muted", Icon: Minus },
  pending: { tone: "muted", Icon: CircleDashed },
  requires_retry: { tone: "warn", Icon: RotateCcw },
};

/** Shows a check's status with its icon and word. */
export function CheckStatus({ status }: { status: CheckDto["status"] }) {
  const { tone, Icon } = looks[status];
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${textTone[tone]}`}>
      <Icon aria-hidden className="size-3.75 shrink-0" />
      {words(status)}
    </span>
  );
}

/** `0.91 ≥ 0.50` */
export function scoreText({ score, threshold }: Pick<CheckDto, "score" | "threshold">): string {
  if (score === null) return "—";
  if (threshold === null) return score.toFixed(2);
  return `${score.toFixed(2)} ${score >= threshold ? "≥" : "<"} ${threshold.toFixed(2)}`;
}

/** Returns whether a value is hidden from the viewer's role. */
export const isHidden = (value: unknown) => typeof value === "string" && /^•+$/.test(value);

/** Returns the check's message, if it has one. */
export function checkMessage(details: unknown): string | null {
  if (typeof details === "string") return isHidden(details) ? null : details;
  if (details === null || typeof details !== "object") return null;
  const { message, reason } = details as { message?: unknown; reason?: unknown };
  const text = message ?? reason;
  return typeof text === "string" ? text : null;
}
