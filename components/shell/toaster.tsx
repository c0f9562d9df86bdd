"use client";

import { Check, CircleAlert, Info, X } from "lucide-react";
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
        {toast.requestId ? <CopyableId id={toast.requestId} label="Request id" /> : null}
      </div>
      {toast.action ? (
        <Button size="sm" onClick={act}>
          {toast.action.label}
        </Button>
      ) : null}
      <IconButton label="Dismiss" size="sm" onClick={() => dismissToast(toast.id)}>
        <X aria-hidden />
      </IconButton>
    </div>
  );
}

/** Shows what `toast()` was told. Once, in `Providers`. */
export function Toaster() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.read, toastStore.readOnServer);
  return (
    <section
      aria-label="Messages"
      aria-live="polite"
      data-print="hide"
      className="pointer-events-none fixed right-4 bottom-16 z-20 flex w-88 max-w-[calc(100vw-2rem)] flex-col gap-2"
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}
