import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { Kbd } from "@/components/ui/kbd";

export const paletteInputClass = "h-11 min-w-0 flex-1 bg-transparent text-lg outline-none";

/** The first line of the palette, with its input. */
export function PaletteLine({ children }: { children: ReactNode }) {
  return (
    <div className="flex items-center gap-2.5 border-b px-3.5">
      <Search aria-hidden className="size-4 shrink-0 text-ink-muted" />
      {children}
      <Kbd>Esc</Kbd>
    </div>
  );
}
