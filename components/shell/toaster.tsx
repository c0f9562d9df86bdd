"use client";

import { Check, CircleAlert, Info, X } from "lucide-react";
import { usePathname } from "next/navigation";
import { useEffect, useState, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { CopyableId } from "@/components/ui/copyable-id";
import { cx } from "@/components/ui/cx";
import { IconButton } from "@/components/ui/icon-button";
import { dismissToast, type ShownToast, toastStore } from "@/components/ui/toast";

const LOOKS = {
  success: { Icon: Check, className: "text-good" },
  error: { Icon: CircleAlert, className: "text-bad" },
  info: { Icon: Info, className: "text-info" },
} as const;

function lifetime({ duration, tone, action }: ShownToast): number {
  if (duration) return duration;
  if (tone === "error") return Number.POSITIVE_INFINITY;
  return action ? 10_000 : 5000;
}

/** Returns the remaining seconds, counted down. */
function useSecondsLeft(until: number | undefined): number | null {
  const [now, setNow] = useState(() => Date.now());
  const isOver = until === undefined || now >= until;
  useEffect(() => {
    if (isOver) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [isOver]);
  return until === undefined ? null : Math.max(0, Math.ceil((until - now) / 1_000));
}

function ToastAction({ action, onAct }: { action: NonNullable<ShownToast["action"]>; onAct: () => void }) {
  const left = useSecondsLeft(action.until);
  if (left === 0) return null;
  return (
    <Button size="sm" shortcut={action.shortcut} onClick={onAct}>
      {action.label}
      {left === null ? null : (
        // Hidden from screen readers, which would announce every second.
        <span aria-hidden className="min-w-4 text-right text-ink-muted tabular-nums">
          {left}
        </span>
      )}
    </Button>
  );
}

function ToastCard({ toast }: { toast: ShownToast }) {
  const [held, setHeld] = useState(false);
  const left = lifetime(toast);
  useEffect(() => {
    if (held || !Number.isFinite(left)) return;
    const timer = setTimeout(() => dismissToast(toast.id), left);
    return () => clearTimeout(timer);
  }, [held, left, toast.id]);
  const { Icon, className } = LOOKS[toast.tone];
  const act = () => {
    dismissToast(toast.id);
    toast.action?.onSelect();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only stops the clock
    <div
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex items-start gap-2.5 rounded-lg border border-line-strong bg-surface py-2 pr-2 pl-3"
    >
      <Icon aria-hidden className={cx("mt-1 size-3.75 shrink-0", className)} />
      <div role={toast.tone === "error" ? "alert" : undefined} className="min-w-0 flex-1 py-0.5">
        <div className="font-medium">{toast.title}</div>
        {toast.detail ? <div className="text-sm text-ink-muted">{toast.detail}</div> : null}
        {toast.requestId ? <CopyableId id={toast.requestId} label="Request ID" /> : null}
      </div>
      {toast.action ? <ToastAction action={toast.action} onAct={act} /> : null}
      <IconButton label="Dismiss" size="sm" onClick={() => dismissToast(toast.id)}>
        <X aria-hidden />
      </IconButton>
    </div>
  );
}

/** Shows the messages of `toast()`. Used once, in `Providers`. */
export function Toaster() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.read, toastStore.readOnServer);
  // On the desk, messages appear over the images; on the right they would cover evidence.
  const isDesk = /^\/[^/]+\/queue\/./.test(usePathname());
  return (
    <section
      aria-label="Messages"
      aria-live="polite"
      data-print="hide"
      className={cx(
        "pointer-events-none fixed z-20 flex w-88 max-w-[calc(100vw-2rem)] flex-col gap-2",
        isDesk ? "top-25 left-[calc(var(--rail,0rem)+0.75rem)]" : "right-4 bottom-16",
      )}
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}
