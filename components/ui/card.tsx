import type { ReactNode } from "react";
import { cx } from "./cx";

type CardProps = {
  title?: ReactNode;
  /** Content right of the title: a link, a count, a small button. */
  aside?: ReactNode;
  footer?: ReactNode;
  /** No padding, for a table that fills the card. */
  flush?: boolean;
  as?: "section" | "div" | "article";
  id?: string;
  className?: string;
  children?: ReactNode;
};

export function Card({
  title,
  aside,
  footer,
  flush,
  as: Tag = "section",
  id,
  className,
  children,
}: CardProps) {
  return (
    <Tag id={id} className={cx("min-w-0 overflow-hidden rounded-lg border bg-surface", className)}>
      {title ? (
        <header className="flex min-h-10 items-center gap-2 border-b px-3 py-1.5">
          <h2 className="min-w-0 flex-1 font-semibold">{title}</h2>
          <div className="flex items-center gap-2 text-sm text-ink-muted">{aside}</div>
        </header>
      ) : null}
      <div className={flush ? undefined : "p-3"}>{children}</div>
      {footer ? <footer className="border-t bg-surface-2 px-3 py-2 empty:hidden">{footer}</footer> : null}
    </Tag>
  );
}
