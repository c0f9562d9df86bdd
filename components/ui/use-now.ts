"use client";

import { useSyncExternalStore } from "react";

const TICK = 20_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let current = 0;

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    current = Date.now();
    for (const each of listeners) each();
  }, TICK);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    current = 0;
  };
}

const read = () => {
  current ||= Date.now();
  return current;
};
const none = () => null;

/** One shared clock, every 20 s. `null` on the server and while hydrating. */
export function useNow(): number | null {
  return useSyncExternalStore(subscribe, read, none);
}
