import { Card } from "@/components/ui/card";
import { JsonView } from "@/components/ui/json-view";
import { type RiskLevel, riskTone } from "@/components/ui/risk-bar";
import { textTone } from "@/components/ui/tone";
import { sentence } from "@/lib/format/words";
import type { RiskDto } from "@/lib/signals/schema";

type Signal = RiskDto["signals"][number];

const isLevel = (level: string | null): level is RiskLevel => level !== null && level in riskTone;

/** Returns the vendor's sentence, if there is one. */
function sentenceOf(details: unknown): string | null {
  if (typeof details === "string")
    return /^•+$/.test(details) ? "Details are hidden for your role." : details;
  if (details === null || typeof details !== "object") return null;
  const { sentence: own, message, reason, description } = details as Record<string, unknown>;
  const text = own ?? message ?? reason ?? description;
  return typeof text === "string" ? text : null;
}

function extrasOf(details: unknown): object | null {
  if (details === null || typeof details !== "object") return null;
  const told = ["sentence", "message", "reason", "description"];
  const rest = Object.entries(details).filter(([key]) => !told.includes(key));
  return rest.length > 0 ? Object.fromEntries(rest) : null;
}

function SignalRow({ signal }: { signal: Signal }) {
  const { signalType, riskScore, riskLevel, details } = signal;
  const text = sentenceOf(details);
  const extras = extrasOf(details);
  const tone = isLevel(riskLevel) ? textTone[riskTone[riskLevel]] : "text-ink-muted";
  return (
    <li className="border-b px-3 py-2 last:border-b-0">
      <div className="flex items-baseline gap-3">
        <b className="flex-1 font-medium">{sentence(signalType)}</b>
        {riskLevel ? <span className={`text-sm ${tone}`}>{riskLevel}</span> : null}
        <span className="w-10 text-right font-medium">{riskScore === null ? "—" : `+${riskScore}`}</span>
      </div>
      {text ? <p className="text-ink-muted">{text}</p> : null}
      {extras ? (
        <details className="mt-1">
          <summary className="text-sm text-ink-muted hover:text-ink">Details</summary>
          <JsonView value={extras} label={`Details of ${sentence(signalType)}`} className="mt-1 max-h-56" />
        </details>
      ) : null}
    </li>
  );
}

type SignalGroupProps = { title: string; weight: number; signals: readonly Signal[] };

export function SignalGroup({ title, weight, signals }: SignalGroupProps) {
  const rows = signals.map((signal, position) => ({ signal, key: `${signal.signalType} ${position}` }));
  return (
    <Card title={title} aside={`+${weight}`} flush>
      <ul>
        {rows.map(({ signal, key }) => (
          <SignalRow key={key} signal={signal} />
        ))}
      </ul>
    </Card>
  );
}
