import type { ReactNode } from "react";
import { cx } from "./cx";

export type TableColumn = { key: string; header: ReactNode; align?: "left" | "right"; width?: string };
export type TableRow = { id: string; cells: Record<string, ReactNode> };

type TableProps = {
  caption: string;
  columns: readonly TableColumn[];
  rows: readonly TableRow[];
  wrap?: boolean;
};

const align = (column: TableColumn) => (column.align === "right" ? "text-right" : "text-left");

/** A plain table for server components, with prepared cells and no behaviour. */
export function Table({ caption, columns, rows, wrap = true }: TableProps) {
  return (
    <div data-scroll className="overflow-x-auto">
      <table className="w-full border-separate border-spacing-0">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                style={column.width ? { width: column.width } : undefined}
                className={cx(
                  "h-8 border-b bg-surface-2 px-2.5 text-sm font-medium whitespace-nowrap text-ink-muted",
                  align(column),
                )}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="[&>tr:last-child>td]:border-b-0">
          {rows.map((row) => (
            <tr key={row.id}>
              {columns.map((column) => (
                <td
                  key={column.key}
                  className={cx("h-9 border-b px-2.5 py-1.5", !wrap && "whitespace-nowrap", align(column))}
                >
                  {row.cells[column.key]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
