"use client";

import { type RefObject, useRef } from "react";
import { type Hotkey, useHotkeys } from "./hotkeys";

type RowKeys = {
  enabled: boolean;
  onToggle?: (id: string, range?: boolean) => void;
  onOpen: (id: string) => void;
};

type Body = RefObject<HTMLTableSectionElement | null>;

const rowsOf = (body: Body) => [...(body.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
const focusedIndex = (rows: HTMLElement[]) => rows.findIndex((row) => row.contains(document.activeElement));

/** The focused row is the active one; the focus is on its link if it has one, otherwise on the row. */
function focusRow(row: HTMLElement | undefined) {
  const target = row?.querySelector<HTMLElement>("[data-row-link]") ?? row;
  target?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

/** Moves with j/k from anywhere on the page. Arrows, Enter, x and Space work in the focused row. */
export function useRowKeys(body: Body, { enabled, onToggle, onOpen }: RowKeys): void {
  const last = useRef(-1);
  const move = (step: number) => () => {
    const rows = rowsOf(body);
    const focused = focusedIndex(rows);
    const from = focused < 0 ? last.current : focused;
    last.current = Math.max(0, Math.min(rows.length - 1, from + step));
    focusRow(rows[last.current]);
  };
  const inside = () => body.current?.contains(document.activeElement) ?? false;
  const onRow = () => document.activeElement?.matches("[data-row], [data-row-link]") === true && inside();
  const activeId = () => rowsOf(body).find((row) => row.contains(document.activeElement))?.dataset.row;
  const act = (run: (id: string) => void) => () => {
    const id = activeId();
    if (id) run(id);
  };
  const moves: Hotkey[] = [
    { keys: "j", label: "Next row", run: move(1), repeat: true },
    { keys: "k", label: "Previous row", run: move(-1), repeat: true },
    { keys: "arrowdown", label: "Next row", run: move(1), repeat: true, when: inside },
    { keys: "arrowup", label: "Previous row", run: move(-1), repeat: true, when: inside },
    {
      keys: "enter",
      label: "Open",
      run: act(onOpen),
      when: () =>
        document.activeElement?.matches("[data-row]:not(:has([data-row-link]))") === true && inside(),
    },
  ];
  const toggles: Hotkey[] = onToggle
    ? [
        { keys: "x", label: "Select row", run: act((id) => onToggle(id)), when: inside },
        { keys: "space", label: "Select row", run: act((id) => onToggle(id)), when: onRow },
        { keys: "shift+x", label: "Select up to here", run: act((id) => onToggle(id, true)), when: inside },
      ]
    : [];
  useHotkeys("List", [...moves, ...toggles], enabled);
}
