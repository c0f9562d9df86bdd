import { actionName } from "@/components/signals/words";
import { Pill } from "@/components/ui/pill";
import { ProgressBar } from "@/components/ui/progress-bar";
import { riskTone } from "@/components/ui/risk-bar";
import { itemId } from "@/lib/brief/client";
import type { DeskDto } from "@/lib/cases/schema";
import { sentence } from "@/lib/format/words";

type DeskRiskProps = {
  desk: Pick<DeskDto, "riskScore" | "riskLevel" | "signals" | "recommendedAction">;
};

/** Shows the score and its signals, highest first, each in a sentence that can be repeated. */
export function DeskRisk({ desk }: DeskRiskProps) {
  const { riskScore, riskLevel, signals, recommendedAction } = desk;
  const tone = riskLevel ? riskTone[riskLevel] : "neutral";
  return (
    <section aria-labelledby="desk-risk">
      <header className="flex min-h-10 items-center gap-2 border-b px-3">
        <h2 id="desk-risk" className="font-semibold">
          Risk
        </h2>
        {riskScore === null ? null : (
          <>
            <span>{riskScore}</span>
            <ProgressBar value={riskScore} label="Risk score" tone={tone} className="w-13" />
          </>
        )}
        {riskLevel ? <Pill tone={tone}>{riskLevel}</Pill> : null}
      </header>
      {recommendedAction ? (
        <p className="px-3 pt-2 text-sm text-ink-muted">
          Model suggests: <b className="font-medium text-ink">{actionName(recommendedAction)}</b>
        </p>
      ) : null}
      {signals.length === 0 ? (
        <p className="px-3 py-3 text-ink-muted">No fraud signals.</p>
      ) : (
        <ul className="py-1.5">
          {signals.map((signal, at) => (
            <li key={`${signal.signalType}-${String(at)}`} id={itemId.signal(at)} className="px-3 py-1.5">
              <div className="flex items-baseline gap-2">
                <span className="min-w-0 flex-1 font-medium">{sentence(signal.signalType)}</span>
                {signal.riskScore === null ? null : (
                  <span title={sentence(signal.category)}>+{signal.riskScore}</span>
                )}
              </div>
              <p className="text-sm text-ink-muted">{signal.explanation}</p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
