import type { ReactNode } from "react";
import { LanguageSwitch } from "@/components/language/language-switch";
import { cx } from "@/components/ui/cx";
import type { Language } from "@/lib/language/languages";

/** The frame of pages outside the dashboard: sign-in, welcome, and pages without an account. */
export function DoorPage({
  language,
  title,
  lead,
  wide,
  children,
}: {
  language: Language;
  title: string;
  lead?: ReactNode;
  /** Leaves room for a form with two columns. */
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <main lang={language} className="grid min-h-dvh place-items-center bg-surface-2 p-4">
      <div className={cx("w-full rounded-lg border bg-surface p-6", wide ? "max-w-160" : "max-w-88")}>
        <div className="mb-5 flex items-center gap-2 font-semibold tracking-tight">
          <span aria-hidden className="grid size-5 place-items-center rounded-md bg-ink text-sm text-surface">
            C
          </span>
          <span className="flex-1">Countersign</span>
          <LanguageSwitch language={language} />
        </div>
        <h1 className="text-title font-semibold">{title}</h1>
        {lead ? <p className="mt-1 text-ink-muted">{lead}</p> : null}
        <div className="mt-4">{children}</div>
      </div>
    </main>
  );
}
