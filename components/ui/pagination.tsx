import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { thousands } from "@/lib/format/number";
import { cx } from "./cx";
import { IconButton, iconButtonClass } from "./icon-button";

type PaginationProps = {
  from: number;
  to: number;
  total?: number;
  /** There are more than `total`: "of 10 000+". */
  more?: boolean;
  prevHref?: string;
  nextHref?: string;
  onPrev?: () => void;
  onNext?: () => void;
  className?: string;
};

type StepProps = { label: string; href?: string; onClick?: () => void; children: ReactNode };

function Step({ label, href, onClick, children }: StepProps) {
  if (href)
    return (
      <Link
        href={href}
        prefetch={false}
        aria-label={label}
        title={label}
        className={iconButtonClass("outline")}
      >
        {children}
      </Link>
    );
  return (
    <IconButton label={label} variant="outline" disabled={!onClick} onClick={onClick}>
      {children}
    </IconButton>
  );
}

export function Pagination(props: PaginationProps) {
  const { from, to, total, more, prevHref, nextHref, onPrev, onNext, className } = props;
  const of = total === undefined ? "" : ` of ${thousands(total)}${more ? "+" : ""}`;
  return (
    <nav aria-label="Pages" className={cx("flex items-center gap-2.5", className)}>
      <span className="text-sm text-ink-muted">
        {to < from ? "0" : `${thousands(from)}–${thousands(to)}`}
        {of}
      </span>
      <Step label="Previous page" href={prevHref} onClick={onPrev}>
        <ChevronLeft aria-hidden />
      </Step>
      <Step label="Next page" href={nextHref} onClick={onNext}>
        <ChevronRight aria-hidden />
      </Step>
    </nav>
  );
}
