"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { guardLeaving, isAway } from "@/components/shell/leaving";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

/** Returns the address that a click would open in this tab, if it leaves the page. */
function goalOf(event: MouseEvent): string | null {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || (link.target && link.target !== "_self") || link.download)
    return null;
  const { origin, pathname, search, hash } = new URL(link.href);
  if (origin !== location.origin || !isAway(link.href)) return null;
  return pathname + search + hash;
}

/**
 * Asks before a link, a key or a command leaves a page with unsaved changes. The changes are kept either way. The
 * browser itself asks before the tab is closed or reloaded.
 */
export function LeaveGuard() {
  const router = useRouter();
  const [leave, setLeave] = useState<(() => void) | null>(null);
  useEffect(() => {
    const ask = (go: () => void) => setLeave(() => go);
    const onClick = (event: MouseEvent) => {
      const to = goalOf(event);
      if (!to) return;
      event.preventDefault();
      event.stopPropagation();
      ask(() => router.push(to));
    };
    document.addEventListener("click", onClick, true);
    const end = guardLeaving(ask);
    return () => {
      document.removeEventListener("click", onClick, true);
      end();
    };
  }, [router]);
  const stay = () => setLeave(null);
  return (
    <Dialog
      open={leave !== null}
      onClose={stay}
      title="Leave without saving?"
      description="Your changes are not saved. They are kept in this tab until you save or discard them."
      footer={
        <>
          <Button onClick={stay} data-autofocus="">
            Stay
          </Button>
          <Button variant="primary" onClick={() => leave?.()}>
            Leave
          </Button>
        </>
      }
    />
  );
}
