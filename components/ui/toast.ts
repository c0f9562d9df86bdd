export type Toast = {
  tone: "success" | "error" | "info";
  title: string;
  detail?: string;
  requestId?: string;
  /**
   * `until`: when the action stops working, in milliseconds since 1970. It is counted down, and then the action
   * disappears.
   */
  action?: { label: string; onSelect: () => void; shortcut?: string; until?: number };
  /** Milliseconds; errors stay until dismissed. Hover or focus pauses the countdown. */
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
 * Shows a message; callable from anywhere in the browser. Returns the id to dismiss it with. The newest message
 * replaces the one before. Errors stay until dismissed, at most three of them.
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
