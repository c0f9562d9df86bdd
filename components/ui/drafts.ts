import { useCallback, useSyncExternalStore } from "react";

const storageKey = "countersign:drafts";

/**
 * Unsent input by key. It lives as long as the tab: it is restored when the viewer returns to a page, and the browser
 * asks before the tab is closed or reloaded. It is kept only in memory, because it may contain personal data.
 */
const drafts = new Map<string, unknown>();
const listeners = new Set<() => void>();

const ask = (event: BeforeUnloadEvent) => event.preventDefault();

function changed(): void {
  window.removeEventListener("beforeunload", ask);
  if (drafts.size > 0) window.addEventListener("beforeunload", ask);
  for (const listener of listeners) listener();
}

/** Drops every draft, for example when the sign-in ends. */
export function dropDrafts(): void {
  drafts.clear();
  changed();
}

/** Drops all drafts about a subject, such as a decided case: every key that begins with `about/`. */
export function forgetDrafts(about: string): void {
  for (const key of [...drafts.keys()]) if (key.startsWith(`${about}/`)) drafts.delete(key);
  changed();
}

/** Returns the draft of a form, by the paths of its inputs. */
export const readDraft = (key: string): Record<string, unknown> =>
  (drafts.get(key) ?? {}) as Record<string, unknown>;

/** Stores the changes of a form; undefined drops the draft. */
export function writeDraft(key: string, changes: Record<string, unknown> | undefined): void {
  if (changes) drafts.set(key, changes);
  else drafts.delete(key);
  changed();
}

export const hasDraft = (key: string): boolean => drafts.has(key);

/** Reloads the page and keeps its drafts. They pass through the tab's storage and are removed from it at once. */
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
 * A value that is kept as a draft until it is sent. A value equal to the initial one is no draft.
 * @param key - what it is for, such as `rvc_1/note`
 * @param initial - a text or a plain object, with the same meaning at every call
 * @returns the value, a function that changes it, and one that drops it after it is sent
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
