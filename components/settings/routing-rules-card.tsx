"use client";

import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { missingDialog } from "@/components/ui/missing-part";
import { thousands } from "@/lib/format/number";
import type { RoutingPreviewDto } from "@/lib/settings/schema";
import { RuleItem } from "./rule-item";
import { conditionWords, type RoutingRule, targetWords } from "./rule-words";
import { useRuleOrder } from "./use-rule-order";

const RuleDialog = dynamic(() => import("./rule-dialog").catch(missingDialog), { ssr: false });

type RulesCardProps = {
  rules: readonly RoutingRule[];
  mayUpdate: boolean;
  preview: RoutingPreviewDto | undefined;
  onChange: (rules: readonly RoutingRule[]) => void;
};

/** Lists the rules in the order in which they are tried. The first matching rule chooses the queue of a new case. */
export function RoutingRulesCard({ rules, mayUpdate, preview, onChange }: RulesCardProps) {
  const [edited, setEdited] = useState<number | "new" | null>(null);
  const { list, move, remove } = useRuleOrder(rules, onChange);
  const keep = (rule: RoutingRule) => {
    onChange(edited === "new" ? [...rules, rule] : rules.map((each, at) => (at === edited ? rule : each)));
    setEdited(null);
  };
  const countOf = (name: string) => {
    const count = preview?.rules.find((rule) => rule.name === name)?.count;
    return count === undefined ? undefined : `${thousands(count)} of the open cases`;
  };
  return (
    <Card
      title="Routing rules"
      flush
      aside={
        mayUpdate ? (
          <Button size="sm" icon={<Plus aria-hidden />} onClick={() => setEdited("new")}>
            Add rule
          </Button>
        ) : null
      }
    >
      <p className="border-b px-3 py-2 text-ink-muted">
        A new case goes to the queue of the first rule that matches, otherwise to the queue “general”. Open
        cases are not moved.
      </p>
      {rules.length === 0 ? (
        <p className="px-3 py-3">No rules. Every case goes to the queue “general”.</p>
      ) : null}
      <ol ref={list}>
        {rules.map((rule, at) => (
          <RuleItem
            key={rule.name}
            name={rule.name}
            words={`${conditionWords(rule)} → ${targetWords(rule)}`}
            count={countOf(rule.name)}
            at={at}
            isLast={at === rules.length - 1}
            on={mayUpdate ? { move, remove, change: setEdited } : null}
          />
        ))}
      </ol>
      {edited === null ? null : (
        <RuleDialog
          rule={edited === "new" ? undefined : rules[edited]}
          taken={rules.filter((_, at) => at !== edited).map(({ name }) => name)}
          onClose={() => setEdited(null)}
          onKeep={keep}
        />
      )}
    </Card>
  );
}
