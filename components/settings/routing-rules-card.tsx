"use client";

import { ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { missingDialog } from "@/components/ui/missing-part";
import { thousands } from "@/lib/format/number";
import type { RoutingPreviewDto } from "@/lib/settings/schema";
import { conditionWords, type RoutingRule, targetWords } from "./rule-words";

const RuleDialog = dynamic(() => import("./rule-dialog").catch(missingDialog), { ssr: false });

type RulesCardProps = {
  rules: readonly RoutingRule[];
  mayUpdate: boolean;
  preview: RoutingPreviewDto | undefined;
  onChange: (rules: readonly RoutingRule[]) => void;
};

type Move = { at: number; by: -1 | 1 };

function moved(rules: readonly RoutingRule[], { at, by }: Move): RoutingRule[] {
  const next = [...rules];
  const [taken] = next.splice(at, 1);
  if (taken) next.splice(at + by, 0, taken);
  return next;
}

/** Moves and removes rules; the focus stays on the moved rule. */
function useOrder(rules: readonly RoutingRule[], onChange: RulesCardProps["onChange"]) {
  const list = useRef<HTMLOListElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  useEffect(() => {
    if (!focused) return;
    list.current?.querySelector<HTMLElement>(`[data-move="${CSS.escape(focused)}"]`)?.focus();
    setFocused(null);
  }, [focused]);
  const move = (given: Move) => {
    const to = given.at + given.by;
    if (to < 0 || to >= rules.length) return;
    onChange(moved(rules, given));
    setFocused(`${to}${given.by > 0 ? "down" : "up"}`);
    announce(`${rules[given.at]?.name} is now ${to + 1} of ${rules.length}`);
  };
  const remove = (at: number) => {
    announce(`${rules[at]?.name} removed; not saved yet`);
    onChange(rules.filter((_, position) => position !== at));
    setFocused(`${Math.max(0, at - 1)}up`);
  };
  return { list, move, remove };
}

/** Lists the rules in the order in which they are tried. The first matching rule chooses the queue of a new case. */
export function RoutingRulesCard({ rules, mayUpdate, preview, onChange }: RulesCardProps) {
  const [edited, setEdited] = useState<number | "new" | null>(null);
  const { list, move, remove } = useOrder(rules, onChange);
  const keep = (rule: RoutingRule) => {
    onChange(edited === "new" ? [...rules, rule] : rules.map((each, at) => (at === edited ? rule : each)));
    setEdited(null);
  };
  const countOf = (name: string) => preview?.rules.find((rule) => rule.name === name)?.count;
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
            rule={rule}
            at={at}
            isLast={at === rules.length - 1}
            count={countOf(rule.name)}
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

type RuleItemProps = {
  rule: RoutingRule;
  at: number;
  isLast: boolean;
  /** The number of open cases that it would route. */
  count: number | undefined;
  /** Null if the viewer may only read. */
  on: { move: (move: Move) => void; remove: (at: number) => void; change: (at: number) => void } | null;
};

function RuleItem({ rule, at, isLast, count, on }: RuleItemProps) {
  return (
    <li className="flex items-start gap-2 border-b px-3 py-2 last:border-b-0">
      <span className="w-5 shrink-0 pt-0.5 text-right text-ink-muted">{at + 1}</span>
      <div className="min-w-0 flex-1">
        <p className="font-medium wrap-anywhere">{rule.name}</p>
        <p className="text-sm wrap-anywhere text-ink-muted">
          {conditionWords(rule)} → {targetWords(rule)}
        </p>
        {count === undefined ? null : <p className="text-sm">{thousands(count)} of the open cases</p>}
      </div>
      {on ? (
        <div className="flex shrink-0">
          <IconButton
            size="sm"
            label={`Move ${rule.name} up`}
            data-move={`${at}up`}
            aria-disabled={at === 0}
            onClick={() => on.move({ at, by: -1 })}
          >
            <ArrowUp aria-hidden />
          </IconButton>
          <IconButton
            size="sm"
            label={`Move ${rule.name} down`}
            data-move={`${at}down`}
            aria-disabled={isLast}
            onClick={() => on.move({ at, by: 1 })}
          >
            <ArrowDown aria-hidden />
          </IconButton>
          <IconButton size="sm" label={`Change ${rule.name}`} onClick={() => on.change(at)}>
            <Pencil aria-hidden />
          </IconButton>
          <IconButton size="sm" label={`Remove ${rule.name}`} onClick={() => on.remove(at)}>
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      ) : null}
    </li>
  );
}
