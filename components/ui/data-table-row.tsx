import Link from "next/link";
import type { ChangeEvent, ReactNode } from "react";
import { Checkbox } from "./checkbox";
import { cx } from "./cx";
import type { DataTableProps } from "./data-table";
import { ALIGN } from "./data-table-header";

type RowProps<Row> = {
  id: string;
  row: Row;
  table: DataTableProps<Row>;
  checked?: boolean;
  onCheck: (id: string, range?: boolean) => void;
};

const cellClass = "h-9 border-b px-2.5 py-1 whitespace-nowrap first:pl-4 last:pr-4";

function RowLink({ href, children }: { href: string | undefined; children: ReactNode }) {
  if (!href) return children;
  return (
    <Link href={href} prefetch={false} data-row-link>
      {children}
    </Link>
  );
}

export function DataTableRow<Row>({ id, row, table, checked, onCheck }: RowProps<Row>) {
  const { columns, rowHref, rowLabel, linkColumn = columns[0]?.key, onActive, selection } = table;
  const check = (event: ChangeEvent<HTMLInputElement>) => {
    const { nativeEvent } = event;
    onCheck(id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey);
  };
  return (
    <tr
      data-row={id}
      tabIndex={-1}
      onFocus={onActive && (() => onActive(row))}
      className={cx("scroll-my-10", checked ? "bg-accent-soft" : "hover:bg-surface-2")}
    >
      {selection ? (
        <td className={cx(cellClass, "w-10 pr-0! pl-2.5!")}>
          <Checkbox
            label={`Select ${rowLabel?.(row) ?? id}`}
            hideLabel
            checked={checked ?? false}
            onChange={check}
          />
        </td>
      ) : null}
      {columns.map((column) => (
        <td key={column.key} className={cx(cellClass, ALIGN[column.align ?? "left"], column.className)}>
          <RowLink href={column.key === linkColumn ? rowHref?.(row) : undefined}>{column.cell(row)}</RowLink>
        </td>
      ))}
    </tr>
  );
}
