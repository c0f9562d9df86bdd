import { useCallback, useSyncExternalStore } from "react";

const storageKey = "countersign:drafts";

/**
 * What was written and not sent, by what it is for. It lives as long as the tab: leaving a page and coming back finds it,
 * and the browser asks before the tab is closed or loaded again. It is kept in memory because it may hold personal data.
 */
const drafts = new Map<string, unknown>();
const listeners = new Set<() => void>();

const ask = (event: BeforeUnloadEvent) => event.preventDefault();

function changed(): void {
  window.removeEventListener("beforeunload", ask);
  if (drafts.size > 0) window.addEventListener("beforeunload", ask);
  for (const listener of listeners) listener();
}

/** Forgets every draft, as when the sign-in ends. */
export function dropDrafts(): void {
  drafts.clear();
  changed();
}

/** Forgets what was written for something, such as a case that has been decided: every key that begins with `about/`. */
export function forgetDrafts(about: string): void {
  for (const key of [...drafts.keys()]) if (key.startsWith(`${about}/`)) drafts.delete(key);
  changed();
}

/** What a form was left with, by the paths of its inputs. */
export const readDraft = (key: string): Record<string, unknown> =>
  (drafts.get(key) ?? {}) as Record<string, unknown>;

/** Keeps what a form has changed; undefined forgets it. */
export function writeDraft(key: string, changes: Record<string, unknown> | undefined): void {
  if (changes) drafts.set(key, changes);
  else drafts.delete(key);
  changed();
}

export const hasDraft = (key: string): boolean => drafts.has(key);

/** Loads the page again with its drafts: they pass through the tab's storage and are taken out of it at once. */
export function reloadWithDrafts(): void {
  sessionStorage.setItem(storageKey, JSON.stringify([...drafts]));
  drafts.clear();
  changed();
  location.reload();
}

function takeCarried(): void {
  const carried = sessionStorage.getItem(storageKey);
  if (!carried) return;
  sessionStorage.removeItem(storageKey);
  for (const [key, value] of JSON.parse(carried) as [string, unknown][]) drafts.set(key, value);
  changed();
}
if (typeof window !== "undefined") takeCarried();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const isEmptyObject = (value: unknown) =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;

/**
 * A value that somebody writes and has not sent. What equals the beginning is no draft.
 * @param key - what it is for, such as `rvc_1/note`
 * @param initial - a text or a plain object, which means the same at every call
 * @returns the value, how to change it, and how to forget it once it is sent
 */
export function useDraft<T>(key: string, initial: T): [T, (value: T) => void, () => void] {
  const kept = useSyncExternalStore(
    subscribe,
    () => drafts.get(key),
    () => undefined,
  );
  const set = useCallback(
    (value: T) => {
      if (value === initial || isEmptyObject(value)) drafts.delete(key);
      else drafts.set(key, value);
      changed();
    },
    [key, initial],
  );
  const forget = useCallback(() => {
    drafts.delete(key);
    changed();
  }, [key]);
  return [kept === undefined ? initial : (kept as T), set, forget];
}
