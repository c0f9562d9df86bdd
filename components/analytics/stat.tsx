import Link from "next/link";
import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";

type StatProps = { label: string; value: ReactNode; note?: ReactNode; href?: string; tone?: "bad" };

/** A number that links to the list it counts. */
export function Stat({ label, value, note, href, tone }: StatProps) {
  const body = (
    <>
      <div className="text-ui text-ink-muted">{label}</div>
      <div className={cx("text-display leading-tight font-semibold", tone === "bad" && "text-bad")}>
        {value}
      </div>
      <div className="min-h-4.5 text-sm text-ink-muted">{note}</div>
    </>
  );
  const look = "block rounded-lg border bg-surface px-3 py-2.5";
  if (!href) return <div className={look}>{body}</div>;
  return (
    <Link href={href} prefetch={false} className={cx(look, "hover:border-line-strong hover:bg-surface-2")}>
      {body}
    </Link>
  );
}
