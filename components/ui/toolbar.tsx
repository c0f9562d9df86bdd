import type { ReactNode } from "react";

/** The row of tabs, filters and actions above a list. */
export function Toolbar({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-b px-3 py-1.5">{children}</div>
  );
}
