"use client";

import { useRef } from "react";
import { announce } from "./announce";

export type Selection = { selected: ReadonlySet<string>; onChange: (next: Set<string>) => void };

/** The selection lasts as long as the page, and keeps ids of other pages. Shift selects everything between. */
export function useSelection(ids: readonly string[], selection: Selection | undefined) {
  const anchor = useRef<string | null>(null);
  const chosen = selection?.selected;
  const count = ids.filter((id) => chosen?.has(id)).length;
  const change = (next: Set<string>) => {
    selection?.onChange(next);
    announce(`${next.size} selected`);
  };
  const toggle = (id: string, range = false) => {
    const next = new Set(chosen);
    const on = !next.has(id);
    const from = range && anchor.current !== null ? ids.indexOf(anchor.current) : -1;
    const to = ids.indexOf(id);
    const touched = from < 0 ? [id] : ids.slice(Math.min(from, to), Math.max(from, to) + 1);
    for (const each of touched) on ? next.add(each) : next.delete(each);
    anchor.current = id;
    change(next);
  };
  const all = ids.length > 0 && count === ids.length;
  const toggleAll = () => {
    const next = new Set(chosen);
    for (const id of ids) all ? next.delete(id) : next.add(id);
    change(next);
  };
  return { all, some: count > 0, toggle, toggleAll };
}
