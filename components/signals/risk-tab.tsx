"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import type { TabProps } from "@/components/sessions/session-tabs";
import { useEnvironment } from "@/components/shell/environment";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { KeyValueList } from "@/components/ui/key-value-list";
import { Pill } from "@/components/ui/pill";
import { ProgressBar } from "@/components/ui/progress-bar";
import { riskTone } from "@/components/ui/risk-bar";
import { textTone } from "@/components/ui/tone";
import { capital, sentence } from "@/lib/format/words";
import { signalQueries } from "@/lib/signals/client";
import type { RiskDto } from "@/lib/signals/schema";
import { SignalGroup } from "./signal-group";
import { actionName } from "./words";

type Signals = RiskDto["signals"];

const weight = (signals: Signals) => signals.reduce((sum, { riskScore }) => sum + (riskScore ?? 0), 0);

/** Groups signals by category, highest score first, also within each category. */
function byCategory(signals: Signals): [string, Signals][] {
  const groups = new Map<string, Signals>();
  for (const signal of signals) groups.set(signal.category, [...(groups.get(signal.category) ?? []), signal]);
  return [...groups].sort(([, left], [, right]) => weight(right) - weight(left));
}

function Score({ risk }: { risk: RiskDto }) {
  const { riskScore, riskLevel, recommendedAction, signals } = risk;
  if (riskScore === null || !riskLevel)
    return (
      <Card title="Risk">
        <p className="text-ink-muted">No risk score yet.</p>
      </Card>
    );
  const tone = riskTone[riskLevel];
  return (
    <Card title="Risk" aside={<Pill tone={tone}>{riskLevel}</Pill>}>
      <p className="flex items-baseline gap-1.5">
        <span className={`text-display font-semibold ${textTone[tone]}`}>{riskScore}</span>
        <span className="text-ink-muted">of 100</span>
      </p>
      <ProgressBar value={riskScore} label="Risk score" tone={tone} className="mb-2" />
      <KeyValueList
        labelWidth="8.5rem"
        items={[
          {
            key: "action",
            label: "Model suggests",
            value: recommendedAction ? capital(actionName(recommendedAction)) : "—",
          },
          { key: "signals", label: "Signals", value: signals.length },
          { key: "scale", label: "Levels", value: "0–20 low, 21–50 medium, 51–80 high, 81–100 critical" },
        ]}
      />
    </Card>
  );
}

export default function RiskTab({ sessionId }: TabProps) {
  const environment = useEnvironment();
  const { data: risk } = useSuspenseQuery(signalQueries.risk(environment, sessionId));
  return (
    <div className="grid content-start gap-4 p-4 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <div>
        <Score risk={risk} />
      </div>
      <div className="flex min-w-0 max-w-4xl flex-col gap-4">
        {byCategory(risk.signals).map(([category, signals]) => (
          <SignalGroup key={category} title={sentence(category)} weight={weight(signals)} signals={signals} />
        ))}
        {risk.signals.length === 0 ? (
          <EmptyState
            icon={<ShieldCheck />}
            title="No fraud signals"
            detail="The source reported no signals about document, device, network or behaviour."
          />
        ) : null}
      </div>
    </div>
  );
}
