import { cx } from "./cx";

/** A placeholder. Give it the size of the content: `<Skeleton className="h-4 w-24" />` */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={cx("block animate-breathe rounded-sm bg-surface-3", className ?? "h-4 w-full")}
    />
  );
}

const WIDTHS = ["w-3/5", "w-4/5", "w-1/2", "w-2/3"];

/** Rows as high as a table's. */
export function SkeletonRows({ rows = 12, label = "Loading" }: { rows?: number; label?: string }) {
  const keys = Array.from({ length: rows }, (_, index) => index);
  return (
    <div role="status">
      <span className="sr-only">{label}</span>
      {keys.map((index) => (
        <div key={index} className="flex h-9 items-center gap-6 border-b px-4">
          <Skeleton className="h-3.5 w-20" />
          <div className="flex-1">
            <Skeleton className={cx("h-3.5", WIDTHS[index % WIDTHS.length])} />
          </div>
          <Skeleton className="h-3.5 w-24" />
        </div>
      ))}
    </div>
  );
}
