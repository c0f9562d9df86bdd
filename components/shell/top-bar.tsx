import Link from "next/link";
import { Fragment, type ReactNode } from "react";

type TopBarProps = {
  title: ReactNode;
  /**
   * The heading for screen readers, where the title is a button that copies an id. Null: the page has its own
   * heading.
   */
  heading?: string | null;
  /** The path to the page: `[{ label: "Queue", href: "/queue" }]` */
  trail?: readonly { label: string; href: string }[];
  /** Shown after the title: pills, a count, a due date. */
  children?: ReactNode;
};

/** In little room, ids shrink before pills do; our own words are short and do not shrink. */
const nestedTitle = (title: ReactNode) =>
  typeof title === "string" ? "shrink-0" : "min-w-0 shrink-[99] truncate";

/** The first line of every page; the shell's controls are on its right. */
export function TopBar({ title, heading, trail = [], children }: TopBarProps) {
  const Title = heading === undefined ? "h1" : "div";
  const nested = trail.length > 0;
  return (
    <div className="sticky top-0 z-3 flex h-(--top-height) shrink-0 items-center border-b bg-surface pr-(--top-controls) pl-4 print:pr-4">
      <div className="flex min-w-0 items-center gap-1.75 overflow-hidden whitespace-nowrap">
        {trail.map((step) => (
          <Fragment key={step.href}>
            <Link href={step.href} prefetch={false} className="rounded-sm text-ink-muted hover:text-ink">
              {step.label}
            </Link>
            <span aria-hidden className="text-ink-muted">
              /
            </span>
          </Fragment>
        ))}
        {heading ? <h1 className="sr-only">{heading}</h1> : null}
        <Title className={nested ? nestedTitle(title) : "shrink-0 text-title font-semibold"}>{title}</Title>
        <div className="flex min-w-0 items-center gap-1.75 text-sm text-ink-muted">{children}</div>
      </div>
    </div>
  );
}
