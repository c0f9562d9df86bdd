"use client";

import { type ReactNode, useRef } from "react";
import { Checkbox } from "./checkbox";
import { cx } from "./cx";
import { DataTableHeader } from "./data-table-header";
import { DataTableRow } from "./data-table-row";
import { useRowKeys } from "./use-row-keys";
import { type Selection, useSelection } from "./use-selection";

export type Column<Row> = {
  key: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Any CSS width. */
  width?: string;
  align?: "left" | "right" | "center";
  /** The header becomes a link that sorts. */
  sortHref?: string;
  sorted?: "asc" | "desc";
  className?: string;
};

export type DataTableProps<Row> = {
  /** For screen readers; not visible. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  getRowId: (row: Row) => string;
  /** "Session ses_01…", for the row's checkbox. */
  rowLabel?: (row: Row) => string;
  /** The address of the row; the cell of the first column (or of `linkColumn`) is the link. */
  rowHref?: (row: Row) => string | undefined;
  linkColumn?: string;
  onOpen?: (row: Row) => void;
  /** Called when the keyboard moves to this row. */
  onActive?: (row: Row) => void;
  selection?: Selection;
  /** Shown when there are no rows. */
  empty?: ReactNode;
  /** Set to false where two lists share a page. */
  keyboard?: boolean;
  /** The rows of an older answer stay visible in grey until the new ones arrive. */
  stale?: boolean;
  className?: string;
};

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, getRowId, selection, empty, stale, className } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const ids = rows.map(getRowId);
  const select = useSelection(ids, selection);
  useRowKeys(body, {
    enabled: props.keyboard !== false && rows.length > 0,
    onToggle: selection ? select.toggle : undefined,
    onOpen: (id) => {
      for (const row of rows) if (getRowId(row) === id) props.onOpen?.(row);
    },
  });
  if (rows.length === 0 && empty) return <div className={className}>{empty}</div>;
  return (
    <div data-scroll className={cx("relative overflow-auto", className)}>
      <table
        aria-busy={stale}
        className={cx("w-full border-separate border-spacing-0 text-left", stale && "opacity-60")}
      >
        <caption className="sr-only">{caption}</caption>
        <DataTableHeader
          columns={columns}
          selectAll={
            selection ? (
              <Checkbox
                label={select.all ? "Clear selection" : "Select all on this page"}
                hideLabel
                checked={select.all}
                mixed={select.some && !select.all}
                onChange={select.toggleAll}
              />
            ) : null
          }
        />
        <tbody ref={body}>
          {rows.map((row, index) => (
            <DataTableRow
              key={ids[index]}
              id={ids[index] ?? ""}
              row={row}
              table={props}
              checked={selection?.selected.has(ids[index] ?? "")}
              onCheck={select.toggle}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
