import { X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cx } from "./cx";

type ChipProps = {
  label?: ReactNode;
  value?: ReactNode;
  icon?: ReactNode;
  /** The name of the remove button: "Remove filter Status". */
  removeLabel?: string;
  onRemove?: () => void;
  removeHref?: string;
  /** The filter has no value. Put its `Popover` in `children`, so that it stays open when a value is chosen. */
  off?: boolean;
  children?: ReactNode;
};

/** The classes of a chip that is a button itself, e.g. `<Popover triggerClassName={chipClass(true)}>` */
export function chipClass(dashed = false): string {
  return cx(
    "inline-flex min-h-6.5 items-center gap-1.25 rounded-md border px-2 text-ui whitespace-nowrap",
    "hover:bg-surface-3 [&_svg]:size-3.5 [&_svg]:shrink-0",
    dashed ? "border-dashed border-line-strong text-ink-muted" : "border-line bg-surface",
  );
}

const removeClass =
  "grid min-h-6 w-6 place-items-center self-stretch rounded-md text-ink-muted hover:bg-surface-3 hover:text-ink [&_svg]:size-3.5";

/** A filter with a value. Put a `Popover` in `children` to make the words editable. */
export function Chip(props: ChipProps) {
  const { label, value, icon, removeLabel, onRemove, removeHref, off, children } = props;
  const name = removeLabel ?? `Remove ${typeof label === "string" ? label : "filter"}`;
  const removable = Boolean(onRemove || removeHref);
  return (
    <span
      className={cx(
        "inline-flex min-h-6.5 items-center rounded-md border text-ui whitespace-nowrap [&_svg]:shrink-0",
        off ? "border-dashed border-line-strong" : "bg-surface",
        !children && "pl-2",
        !children && !removable && "pr-2",
      )}
    >
      {children ?? (
        <span className="inline-flex items-center gap-1.25 [&_svg]:size-3.5">
          {icon}
          {label ? <b className="font-medium">{label}</b> : null}
          {value}
        </span>
      )}
      {removeHref ? (
        <Link href={removeHref} prefetch={false} aria-label={name} title={name} className={removeClass}>
          <X aria-hidden />
        </Link>
      ) : onRemove ? (
        <button type="button" onClick={onRemove} aria-label={name} title={name} className={removeClass}>
          <X aria-hidden />
        </button>
      ) : null}
    </span>
  );
}
