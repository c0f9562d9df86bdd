import type { ReactNode } from "react";
import { cx } from "./cx";

export type KeyValue = {
  key: string;
  label: ReactNode;
  value: ReactNode;
  /** Shown below the value. */
  note?: ReactNode;
  /** Shown right of the value: a mark, a small button. */
  aside?: ReactNode;
};

type KeyValueListProps = { items: readonly KeyValue[]; labelWidth?: string; className?: string };

export function KeyValueList({ items, labelWidth = "6.5rem", className }: KeyValueListProps) {
  return (
    <dl className={cx("flex flex-col", className)}>
      {items.map((item) => (
        <div
          key={item.key}
          className="grid items-start gap-x-2 py-1.25"
          style={{ gridTemplateColumns: `${labelWidth} minmax(0,1fr) auto` }}
        >
          <dt className="text-ui text-ink-muted">{item.label}</dt>
          <dd className="wrap-anywhere">
            {item.value}
            {item.note ? <span className="block text-sm">{item.note}</span> : null}
          </dd>
          {item.aside ? <dd className="[&_svg]:size-3.75">{item.aside}</dd> : null}
        </div>
      ))}
    </dl>
  );
}
