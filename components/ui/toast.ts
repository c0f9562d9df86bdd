export type Toast = {
  tone: "success" | "error" | "info";
  title: string;
  detail?: string;
  requestId?: string;
  /** `until`: when it stops working, in milliseconds of the clock; it is counted down, and gone afterwards. */
  action?: { label: string; onSelect: () => void; shortcut?: string; until?: number };
  /** Milliseconds; errors stay until dismissed. Hovering or focusing stops the clock. */
  duration?: number;
};

export type ShownToast = Toast & { id: number };

const listeners = new Set<() => void>();
let shown: readonly ShownToast[] = [];
let last = 0;

function publish(next: readonly ShownToast[]) {
  shown = next;
  for (const listener of listeners) listener();
}

/**
 * Callable from anywhere in the browser; returns the id to dismiss it by. The newest message takes the place of the one
 * before; errors stay until somebody dismisses them, three of them at most.
 */
export function toast(message: Toast): number {
  last += 1;
  publish([...shown.filter(({ tone }) => tone === "error").slice(-2), { ...message, id: last }]);
  return last;
}

export function dismissToast(id: number): void {
  publish(shown.filter((each) => each.id !== id));
}

const NONE: readonly ShownToast[] = [];

/** For `useSyncExternalStore` in the toaster. */
export const toastStore = {
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
  read: () => shown,
  readOnServer: () => NONE,
};
