import { useEffect, useRef, useState } from "react";
import { announce } from "@/components/ui/announce";

export type Move = { at: number; by: -1 | 1 };

function moved<T>(rules: readonly T[], { at, by }: Move): T[] {
  const next = [...rules];
  const [taken] = next.splice(at, 1);
  if (taken) next.splice(at + by, 0, taken);
  return next;
}

/** Moves and removes rules; the focus stays on the moved rule. */
export function useRuleOrder<T extends { name: string }>(
  rules: readonly T[],
  onChange: (rules: readonly T[]) => void,
) {
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
